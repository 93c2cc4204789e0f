// The documents tell what the code does: every setting and every problem, and nothing that is not there.
import { expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { PROBLEMS } from '../../../domain/problem.ts';
import { root } from '../../../server/root.ts';
import { SETTINGS } from '../../../server/settings/settings.ts';
import { SOURCE_SETTINGS } from '../../../server/settings/sources.ts';
import { REVIEWS } from '../../../server/engines/postgres/guard/extension-reviews.ts';

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

/** Every file and folder of ours, from the product's folder on. */
function ourPaths(): string[] {
  const tops = readdirSync(root, { withFileTypes: true }).filter(
    ({ name }) => !/^(node_modules|dist|\.git|\.sheetfeed)$/.test(name),
  );
  return tops.flatMap((top) => {
    const below = top.isDirectory()
      ? readdirSync(path.join(root, top.name), { recursive: true, encoding: 'utf8' })
      : [];
    return [top.name, ...below.map((each) => path.posix.join(top.name, each))];
  });
}

/** What is named in backticks and looks like a file or a folder; `test/{one,other}.test.ts` are two. */
function namedPaths(file: string): string[] {
  const named = [...read(file).matchAll(/`(\.?[\w-]+[\w./{},-]*)`/g)].map(([, each = '']) => each);
  return named
    .filter((each) => /\/|\.(c?ts|tsx|m?js|cjs|sql|md|json|html)$/.test(each))
    .flatMap((each) => {
      const [, before = '', parts = '', after = ''] = /^(.*)\{(.+)\}(.*)$/.exec(each) ?? [
        each,
        each,
      ];
      return parts.split(',').map((part) => before + part + after);
    });
}

test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])(
  '%s names no file and no folder that is not there, and no line of it is longer than a screen',
  (file) => {
    const ours = ourPaths().map((each) => `/${each}/`);
    const isThere = (name: string) =>
      ours.some((each) => each.endsWith(`/${name.replace(/\/$/, '')}/`));
    const named = namedPaths(file);

    const lost = named.filter((name) => !isThere(name));
    expect(lost).toEqual(lost.filter((name) => name.startsWith('dist/')));
    expect(named.length).toBeGreaterThan(10);
    const prose = read(file)
      .split('\n')
      .filter((line) => !line.startsWith('|'));
    expect(prose.filter((line) => line.length > 200)).toEqual([]);
  },
);

test('docs/extensions.md says of every extension that was read at which version, and what is refused of it', () => {
  const rows = read('docs/extensions.md')
    .split('\n')
    .filter((line) => /^\| [\w-]+(, [\w-]+)* \| /.test(line))
    .map((line) => line.split(' | '));
  const told = rows.flatMap(([names = '']) => names.replace(/^\| /, '').split(', '));

  expect([...REVIEWS.keys()].filter((name) => !told.includes(name))).toEqual([]);
  for (const [extension, { closed }] of REVIEWS) {
    const row = rows.find(([names = '']) =>
      names.replace(/^\| /, '').split(', ').includes(extension),
    );
    expect(row?.[1]).toMatch(/\d/);
    for (const entry of closed) {
      const [name = ''] = entry.split('(');
      expect(row?.[2]).toContain(name.replace(/^_/, ''));
    }
  }
});
