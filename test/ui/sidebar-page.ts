// The built sidebar in a browser at Google's 300 px, before a stand-in for google.script.run.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { buildSidebar } from '../../build.mjs';
import { launchBrowser, type PageOptions } from '../support/browser.ts';
import { installFakeAddOn, type Scenario } from './fake-add-on.ts';

export interface Sidebar {
  page: Page;
  /** The calls to the add-on so far: of one function, or all. */
  calls(name?: string): Promise<{ name: string; input: Record<string, unknown> }[]>;
}

export interface SidebarBrowser {
  open(scenario?: Scenario, options?: PageOptions): Promise<Sidebar>;
  close(): Promise<void>;
}

/** Builds the sidebar and starts a browser for it. */
export async function startSidebarBrowser(): Promise<SidebarBrowser> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sheetfeed-sidebar-'));
  await buildSidebar(folder);
  const browser = await launchBrowser();
  const address = pathToFileURL(path.join(folder, 'sidebar.html')).href;
  return {
    async open(scenario = {}, options = {}) {
      const page = await browser.newPage({ width: 300, height: 720, ...options });
      await page.addInitScript(installFakeAddOn, scenario);
      await page.goto(address);
      return { page, calls: (name) => callsOf(page, name) };
    },
    async close() {
      await rm(folder, { recursive: true, force: true });
      await browser.close();
    },
  };
}

async function callsOf(page: Page, name: string | undefined) {
  // The border to the page: the stand-in keeps its calls there.
  const all = await page.evaluate(
    () =>
      (window as unknown as { calls: { name: string; input: Record<string, unknown> }[] }).calls,
  );
  return name === undefined ? all : all.filter((call) => call.name === name);
}
