// The documents tell what the code does: every setting and every problem, and nothing that is not there.
import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROBLEMS } from '../../domain/problem.ts';
import { root } from '../../server/root.ts';
import { SETTINGS } from '../../server/settings/settings.ts';
import { SOURCE_SETTINGS } from '../../server/settings/sources.ts';

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

test('docs/settings.md has the table of the settings, with defaults, secrets and meanings', () => {
  const row = (
    name: string,
    { secret, ...rest }: { default: string | null; help: string; secret: boolean },
  ) =>
    `| \`${name}\`${secret ? ' *(secret)*' : ''} | ${rest.default ? `\`${rest.default}\`` : '–'} | ${rest.help} |`;
  const expected = [
    ...Object.values(SETTINGS).map((setting) => row(setting.name, setting)),
    ...SOURCE_SETTINGS.map((setting) => row(`SOURCE_<NAME>_${setting.suffix}`, setting)),
  ];

  const rows = read('docs/settings.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'));

  expect(rows).toEqual(expected);
});

test('docs/problems.md has an entry for every code, with its status and title', () => {
  const headings = [
    ...read('docs/problems.md').matchAll(/^## (\w+)\n\n\*\*(.+)\*\* · (.+)\n\n(\S.+)$/gm),
  ];

  const told = headings.map(([, code, title, status]) => [code, title, status]);
  expect(told).toEqual(
    Object.entries(PROBLEMS).map(([code, { title, status }]) => [
      code,
      title,
      status === 0 ? 'only in the add-on' : `status ${status}`,
    ]),
  );
  expect(read('docs/problems.md').match(/^## /gm)).toHaveLength(headings.length);
});
