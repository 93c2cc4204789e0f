// The search of Drive's files.list: terms joined by "and".
import { DriveError } from '../errors.ts';
import type { StoredFile } from '../files.ts';
import { sheetsType } from './file-json.ts';

type Test = (file: StoredFile) => boolean;

const quoted = String.raw`(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")`;
const comparison = new RegExp(
  String.raw`^(name|mimeType|trashed|parents|modifiedTime) *(=|!=|contains|in|>=|<=|>|<) *(?:${quoted}|(true|false))$`,
);
const membership = new RegExp(String.raw`^${quoted} in (parents|owners|writers|readers)$`);

/** Throws Drive's refusal of a search that it does not understand. */
export function searchTest(search: string): Test {
  if (search.trim() === '') return () => true;
  const tests = termsOf(search).map(testOf);
  return (file) => tests.every((test) => test(file));
}

/** Cut at "and" outside of quotes. */
function termsOf(search: string): string[] {
  const terms: string[] = [''];
  for (const [piece] of search.matchAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"| and |[^]/g)) {
    if (piece === ' and ') terms.push('');
    else terms[terms.length - 1] += piece;
  }
  return terms.map((term) => term.trim());
}

function testOf(term: string): Test {
  const [, field, operator, single, double, flag] = comparison.exec(term) ?? [];
  const value = (single ?? double ?? flag ?? '').replace(/\\(.)/g, '$1');
  if (field !== undefined && operator !== undefined) return compare(field, operator, value);
  const [, one, other, role] = membership.exec(term) ?? [];
  if (role === undefined) throw wrongSearch();
  return within(role, one ?? other ?? '');
}

function compare(field: string, operator: string, value: string): Test {
  const test = tests[`${field} ${operator}`];
  if (!test) throw wrongSearch();
  return (file) => test(file, value);
}

const sameText = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

const tests: Record<string, (file: StoredFile, value: string) => boolean> = {
  'name =': ({ workbook }, value) => sameText(workbook.name, value),
  'name !=': ({ workbook }, value) => !sameText(workbook.name, value),
  'name contains': ({ workbook }, value) =>
    workbook.name.toLowerCase().includes(value.toLowerCase()),
  'mimeType =': (_, value) => value === sheetsType,
  'mimeType !=': (_, value) => value !== sheetsType,
  'trashed =': ({ trashed }, value) => String(trashed) === value,
  'trashed !=': ({ trashed }, value) => String(trashed) !== value,
  'parents in': (_, value) => value === 'root',
  'modifiedTime >': ({ modified }, value) => modified > Date.parse(value),
  'modifiedTime >=': ({ modified }, value) => modified >= Date.parse(value),
  'modifiedTime <': ({ modified }, value) => modified < Date.parse(value),
  'modifiedTime <=': ({ modified }, value) => modified <= Date.parse(value),
};

function within(role: string, value: string): Test {
  if (role === 'parents') return () => value === 'root';
  const wanted = role === 'owners' ? ['owner'] : role === 'writers' ? ['owner', 'writer'] : null;
  return ({ permissions }) =>
    permissions.some(
      (one) =>
        sameText(one.emailAddress ?? '', value) && (wanted === null || wanted.includes(one.role)),
    );
}

const wrongSearch = () => new DriveError(400, 'invalid', 'Invalid Value', 'q');
