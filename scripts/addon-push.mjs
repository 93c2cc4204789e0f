// `npm run addon:push`: builds the add-on for PUBLIC_URL and pushes it to its Apps Script project with clasp.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, root } from './install.mjs';

const publicUrl = (process.env.PUBLIC_URL ?? '').replace(/\/$/, '');
refuse(
  !/^https:\/\/[^/]+$/.test(publicUrl),
  'Set PUBLIC_URL to the https address at which Google reaches the server, such as https://sheetfeed.example.com.',
);
refuse(
  !existsSync(path.join(root, '.clasp.json')),
  'There is no .clasp.json. Copy .clasp.json.example to .clasp.json and fill in the id of your Apps Script project.',
);

ensureInstalled({ development: true });
const { build } = await import('../build.mjs');
await build({ force: true, publicUrl });
const { checkAddon } = await import('../dist/server/doctor.js');
if (!(await checkAddon(publicUrl))) process.exit(1);

// --force: without it a changed manifest is silently not pushed where there is no terminal to ask on.
const { status } = spawnSync(path.join(root, 'node_modules/.bin/clasp'), ['push', '--force'], {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);

function refuse(isWrong, sentence) {
  if (!isWrong) return;
  console.error(sentence);
  process.exit(1);
}
