// Reads whom somebody wrote into a list of people to invite: addresses as they are pasted, or a CSV with a first line that
// names its columns. Whatever is wrong is told by its line.
import { ROLES, type Role } from '../../../domain/contract/member.ts';
import { plainAddress } from '../../../domain/address.ts';
import { csvRecords } from './csv-records.ts';

export interface WrittenPerson {
  line: number;
  /** In lower case. */
  email: string;
  name: string;
  /** Null: the list gives none. */
  role: Role | null;
  /** The names of groups; none: the list gives none. */
  groups: string[];
}

export interface WrongLine {
  line: number;
  message: string;
}

export interface WrittenPeople {
  people: WrittenPerson[];
  wrong: WrongLine[];
}

/** What people call these columns, in lower case. */
const COLUMNS = {
  address: ['address', 'e-mail', 'email', 'mail', 'e-mail address', 'email address'],
  name: ['name', 'full name'],
  role: ['role'],
  groups: ['groups', 'group'],
};
type Column = keyof typeof COLUMNS;

/** The people of the list, each address once, and what is wrong with it. */
export function readPeople(text: string): WrittenPeople {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const head = lines.findIndex((line) => line.trim() !== '');
  const delimiter = delimiterOf(lines[head] ?? '');
  const read = delimiter === null ? readAddresses(lines) : readTable(lines, { head, delimiter });
  return onceEach(read);
}

/** What parts the fields of a first line that names columns; null where it names none. */
function delimiterOf(line: string): string | null {
  const isHead = (delimiter: string) =>
    line.split(delimiter).some((cell) => columnOf(cell) === 'address');
  return (
    [',', ';', '\t'].find((each) => line.includes(each) && isHead(each)) ??
    (isHead(',') ? ',' : null)
  );
}

function columnOf(cell: string): Column | null {
  const name = unquoted(cell).trim().toLowerCase();
  const columns = Object.entries(COLUMNS) as [Column, string[]][];
  return columns.find(([, names]) => names.includes(name))?.[0] ?? null;
}

const unquoted = (cell: string) => cell.trim().replace(/^"(.*)"$/, '$1');

/** The parts between commas, semicolons and tabs, but for those in quotation marks; one that none follows is a letter. */
function partsOf(text: string): string[] {
  const hasPairs = text.split('"').length % 2 === 1;
  const parts: string[] = [];
  let [part, isQuoted] = ['', false];
  for (const letter of text) {
    if (letter === '"' && hasPairs) isQuoted = !isQuoted;
    if (isQuoted || !',;\t'.includes(letter)) part += letter;
    else {
      parts.push(part);
      part = '';
    }
  }
  return [...parts, part];
}

/** Pasted: addresses one a line or several, also as mail programs write them, `Ada Lovelace <ada@example.com>`. */
function readAddresses(lines: readonly string[]): WrittenPeople {
  const read: WrittenPeople = { people: [], wrong: [] };
  for (const [at, text] of lines.entries()) {
    for (const part of partsOf(text)) {
      if (part.trim() === '') continue;
      const [, name = '', named] = /^([^<>]*)<([^<>]*)>\s*$/.exec(part.trim()) ?? [];
      const line = at + 1;
      const email = plainAddress((named ?? part).trim());
      if (email === null) read.wrong.push({ line, message: noAddress(part, NEEDS_HEAD) });
      else read.people.push({ line, email, name: unquoted(name), role: null, groups: [] });
    }
  }
  return read;
}

const NEEDS_HEAD =
  ' Where the list holds more than addresses, its first line is: address,name,role,groups';

function noAddress(text: string, hint = ''): string {
  const what = text.trim().slice(0, 100);
  return (what === '' ? 'There is no address.' : `“${what}” is no address.`) + hint;
}

function readTable(
  lines: readonly string[],
  { head, delimiter }: { head: number; delimiter: string },
): WrittenPeople {
  const [first, ...records] = csvRecords(lines.slice(head).join('\n'), delimiter);
  const columns = (first?.fields ?? []).map((cell) => [columnOf(cell), cell.trim()] as const);
  const strange = columns.flatMap(([column, cell]) =>
    column === null && cell !== '' ? [cell] : [],
  );
  const twice = columns.some(
    ([column], at) => column !== null && columns.findIndex(([other]) => other === column) < at,
  );
  const line = head + 1;
  if (strange.length > 0) return onlyWrong(line, strange.map(strangeColumn));
  if (twice) return onlyWrong(line, ['A column stands there twice.']);
  const read: WrittenPeople = { people: [], wrong: [] };
  for (const { line: within, fields } of records) {
    if (fields.every((field) => field.trim() === '')) continue;
    const of = (column: Column) =>
      (fields[columns.findIndex(([each]) => each === column)] ?? '').trim();
    const person = readRecord(head + within, of);
    if (fields.length > columns.length)
      person.wrong.push('It has more fields than the first line.');
    if (person.wrong.length === 0) read.people.push(person.is);
    for (const message of person.wrong) read.wrong.push({ line: head + within, message });
  }
  return read;
}

const onlyWrong = (line: number, messages: string[]): WrittenPeople => ({
  people: [],
  wrong: messages.map((message) => ({ line, message })),
});

const strangeColumn = (name: string) =>
  `“${name.slice(0, 100)}” is no column of this list: it has address, name, role and groups.`;

function readRecord(
  line: number,
  of: (column: Column) => string,
): { is: WrittenPerson; wrong: string[] } {
  const email = plainAddress(of('address'));
  const role = of('role').toLowerCase();
  const isRole = (ROLES as readonly string[]).includes(role);
  const wrong = [
    ...(email === null ? [noAddress(of('address'))] : []),
    ...(role !== '' && !isRole
      ? [`“${of('role').slice(0, 100)}” is no role: there are viewer, author and admin.`]
      : []),
  ];
  const groups = of('groups')
    .split(/[;|]/)
    .map((name) => name.trim());
  const is = {
    ...{ line, email: email ?? '', name: of('name').slice(0, 200) },
    role: isRole ? (role as Role) : null,
    groups: groups.filter((name) => name !== ''),
  };
  return { is, wrong };
}

function onceEach({ people, wrong }: WrittenPeople): WrittenPeople {
  const first = new Map<string, number>();
  const twice: WrongLine[] = [];
  for (const { email, line } of people) {
    const before = first.get(email);
    if (before === undefined) first.set(email, line);
    else twice.push({ line, message: `${email} stands on line ${before} already.` });
  }
  return { people, wrong: [...wrong, ...twice] };
}
