// What a first visit loads: little, and all of it at once.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sampleUrls } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    env: { SOURCE_SAMPLE_URL: sampleUrls().reader },
    catalog: { 'one.sql': '/*---\ntitle: One\nsource: sample\n---*/\nselect 1 as one\n' },
  });
});
afterAll(() => server.stop());

/** The files that the page names, with their bytes on the wire and their text. */
async function filesOf(page: string) {
  const { text } = await server.ask(page);
  const names = [...text.matchAll(/(?:href|src)="(\/[\w-]+\.(?:js|css))"/g)].map(
    ([, name]) => name,
  );
  return Promise.all(
    [...new Set(names)].map(async (name = '') => {
      const small = await fetch(`${server.url}${name}`, { headers: { 'accept-encoding': 'br' } });
      const plain = await server.ask(name, { headers: { 'accept-encoding': 'identity' } });
      return { name, bytes: Number(small.headers.get('content-length')), text: plain.text };
    }),
  );
}

test.each([
  ['/', 55],
  ['/q/one', 110],
])('a first visit to %s loads at most %d KB of code and styles', async (page, most) => {
  const files = await filesOf(page);

  expect(files.length).toBeGreaterThan(5);
  for (const { bytes } of files) expect(bytes).toBeGreaterThan(0);
  expect(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1024).toBeLessThanOrEqual(most);
});

test.each(['/', '/q/one', '/q/one/edit'])(
  'what the code of %s imports stands in the page itself, so that nothing is learnt of late',
  async (page) => {
    const files = await filesOf(page);
    const named = new Set(files.map(({ name }) => name));

    const imported = files.flatMap(({ text }) =>
      [...text.matchAll(/(?:from|import)"\.(\/[\w-]+\.js)"/g)].map(([, name]) => name),
    );
    expect(imported.length).toBeGreaterThan(3);
    for (const name of imported) expect(named).toContain(name);
  },
);
