// The pages of a catalog as a person sees them: as they are built, from a server over the sample company, in Chromium.
import type { Page } from 'playwright-core';
import { build } from '../../build.mjs';
import { launchBrowser, type PageOptions, type TestBrowser } from './browser.ts';
import { sampleUrls } from './postgres.ts';
import { startTestServer, type TestServer } from './server.ts';

export interface ServedPages {
  server: TestServer;
  browser: TestBrowser;
  /** A new page at this path of the server. */
  open(path: string, options?: PageOptions): Promise<Page>;
  /** Fails where a page told of an error that its test did not expect. */
  stop(): Promise<void>;
}

/** `catalog` are its files: their text by their names. */
export async function servePages(
  catalog: Record<string, string>,
  env: Record<string, string> = {},
): Promise<ServedPages> {
  await build();
  const server = await startTestServer({
    catalog,
    env: { SOURCE_SAMPLE_URL: sampleUrls().reader, ...env },
  });
  const browser = await launchBrowser().catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  return {
    ...{ server, browser },
    async open(path, options = {}) {
      await browser.closeEarlier();
      const page = await browser.newPage(options);
      await page.goto(server.url.replace(/\/$/, '') + path);
      return page;
    },
    stop: () => browser.close().finally(() => server.stop()),
  };
}
