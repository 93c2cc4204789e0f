// What a text almost says: placeholders of other tools, marks that were pasted, and values that act otherwise than they look.
import type { Parameter } from '../../../domain/contract/parameter.ts';
import { masked } from './masked.ts';

export interface Change {
  from: number;
  to: number;
  text: string;
}

export interface Advice {
  says: string;
  /** What the button writes; empty where only a person can. */
  changes: Change[];
}

/** What is known of the text besides itself. */
export interface Known {
  parameters: readonly Parameter[];
  /** Whether a column of that name has a time of day. */
  hasTime: (column: string) => boolean;
}

/** What to tell of the text, each thing once, the likeliest mistake first. */
export function adviceOn(sql: string, known: Known): Advice[] {
  const code = masked(sql);
  return [
    ...optionalParts(sql),
    ...foreignPlaceholders(sql, code),
    ...pastedMarks(code),
    ...quotedParameters(sql, known),
    ...valueTraps(sql, code, known),
  ];
}

const nameOf = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/\W+/g, '_')
    .replace(/^[^a-z]+/, '') || 'value';

/** `[[and country = {{country}}]]`: what another tool leaves out where the value is empty. */
function optionalParts(sql: string): Advice[] {
  const changes = [...sql.matchAll(/\[\[\s*(and|or|where)\b([^[\]]*)\]\]/gi)].flatMap((match) => {
    const [whole, word = '', rest = ''] = match;
    const names = [...rest.matchAll(HANDLEBARS)].map(([, name = '']) => nameOf(name));
    const [name] = names;
    if (name === undefined || new Set(names).size > 1) return [];
    const condition = rest.replace(HANDLEBARS, `:${name}`).trim();
    const text = `${word} (:${name} is null or ${condition})`;
    return [{ from: match.index, to: match.index + whole.length, text }];
  });
  if (changes.length === 0) return [];
  const says =
    '[[ … ]] is left out where a value is empty only in another tool. Here such a part asks for it.';
  return [{ says, changes }];
}

const HANDLEBARS = /'?\{\{([^{}\n]{1,80})\}\}'?/g;

interface Foreign {
  pattern: RegExp;
  /** Inside quotes it is none. */
  isCode: boolean;
  name: (found: string) => string;
}

const foreign: Foreign[] = [
  { pattern: HANDLEBARS, isCode: false, name: nameOf },
  { pattern: /'?%\((\w+)\)s'?/g, isCode: false, name: nameOf },
  { pattern: /[$#]?\{([a-z_]\w*)\}/gi, isCode: true, name: nameOf },
  { pattern: /\$(\d{1,3})\b/g, isCode: true, name: (number) => `value_${number}` },
];

function foreignPlaceholders(sql: string, code: string): Advice[] {
  return foreign.flatMap(({ pattern, isCode, name }) => {
    const found = [...(isCode ? code : sql).matchAll(pattern)].filter(
      ({ 0: whole, index }) => !(sql[index - 1] === '{' || sql[index + whole.length] === '}'),
    );
    const [first] = found;
    if (first === undefined) return [];
    const changes = found.map(({ 0: whole, 1: inner = '', index }) => ({
      ...{ from: index, to: index + whole.length },
      text: `:${name(inner)}`,
    }));
    const says = `${first[0]} is how another tool marks a value. Here it is ${changes[0]?.text ?? ''}.`;
    return [{ says, changes }];
  });
}

const QUOTES: Record<string, string> = { '‘': "'", '’': "'", '“': '"', '”': '"', '„': '"' };

function pastedMarks(code: string): Advice[] {
  const quotes = [...code.matchAll(/[‘’“”„]/g)].map(({ 0: mark, index }) => ({
    ...{ from: index, to: index + 1 },
    text: QUOTES[mark] ?? "'",
  }));
  const spaces = [
    ...code.matchAll(/[\u00a0\u2000-\u200a\u202f\u3000]|[\u200b-\u200d\u2060\ufeff]/g),
  ].map(({ 0: mark, index }) => ({
    ...{ from: index, to: index + 1 },
    text: /[\u200b-\u200d\u2060\ufeff]/.test(mark) ? '' : ' ',
  }));
  return [
    ...(quotes.length > 0
      ? [{ says: 'Curly quotes came along with the text. SQL has straight ones.', changes: quotes }]
      : []),
    ...(spaces.length > 0
      ? [
          {
            says: 'Spaces that cannot be told from others came along with the text.',
            changes: spaces,
          },
        ]
      : []),
  ];
}

const UNITS = 'second|minute|hour|day|week|month|year';
const INTERVAL = new RegExp(`\\binterval\\s*'\\s*:([a-z]\\w*)\\s+(${UNITS})s?\\s*'`, 'gi');

/** `like '%:x%'` looks for the letters `:x`. */
function quotedParameters(sql: string, { parameters }: Known): Advice[] {
  const intervals = [...sql.matchAll(INTERVAL)].map((match) => {
    const [whole, name = '', unit = ''] = match;
    const text = `:${name} * interval '1 ${unit.toLowerCase()}'`;
    return inQuotes(name, text, { from: match.index, to: match.index + whole.length });
  });
  const known = new Set(parameters.map(({ name }) => name));
  const quoted = [...sql.matchAll(/'([^'\n]{1,200})'/g)].flatMap(
    ({ 0: whole, 1: inner = '', index }) => {
      const name = /:([a-z]\w*)/i.exec(inner)?.[1] ?? '';
      const before = sql.slice(Math.max(0, index - 12), index);
      if (name === '' || /\binterval\s*$/i.test(before)) return [];
      if (!/like\s+$/i.test(before) && !known.has(name)) return [];
      const [start = '', end = ''] = inner.split(`:${name}`);
      const parts = [start && `'${start}'`, `:${name}`, end && `'${end}'`].filter(Boolean);
      return [inQuotes(name, parts.join(' || '), { from: index, to: index + whole.length })];
    },
  );
  return [...intervals, ...quoted];
}

function inQuotes(name: string, text: string, place: { from: number; to: number }): Advice {
  const says = `Inside quotes :${name} is no value. Write ${text}`;
  return { says, changes: [{ ...place, text }] };
}

interface Trap {
  pattern: RegExp;
  /** Null where it is none. */
  told: (match: RegExpMatchArray, known: Known) => { says: string; text: string | null } | null;
}

const find = ({ parameters }: Known, name = '') => parameters.find((one) => one.name === name);

const traps: Trap[] = [
  {
    pattern: /\b(not\s+)?in\s*\(\s*:([a-z]\w*)\s*\)/gi,
    told([, not, name], known) {
      if (!find(known, name)?.list) return null;
      const text = not === undefined ? `= any(:${name})` : `<> all(:${name})`;
      return { says: `:${name} holds several values. Write ${text}`, text };
    },
  },
  {
    pattern: /\border\s+by\s+:([a-z]\w*)(?!\w|::)/gi,
    told: ([, name]) => ({
      says: `A value names no column: order by :${name} orders nothing. Write order by case :${name} when 'name' then name when … end`,
      text: null,
    }),
  },
  {
    pattern: /(?:\bcurrent_date|::date|\bdate\s*'[^'\n]*')\s*[-+]\s*:([a-z]\w*)(?!\w|::|\s*\*)/gi,
    told([whole, name], known) {
      if (find(known, name)?.type !== 'number') return null;
      const text = `${whole}::int`;
      return {
        says: `A day and a number that may have decimals do not add up. Write ${text}`,
        text,
      };
    },
  },
  {
    pattern: /\b((?:\w+\.)?(\w+))\s+between\s+:([a-z]\w*)\s+and\s+:([a-z]\w*)(?!\w|::|\s*[-+])/gi,
    told([, place, column = '', from, to], known) {
      if (find(known, to)?.type !== 'date' || !known.hasTime(column)) return null;
      const text = `${place} >= :${from} and ${place} < :${to}::date + 1`;
      return {
        says: `${column} has a time of day, so what happened in the course of the day :${to} is left out. Write ${text}`,
        text,
      };
    },
  },
  {
    pattern: /(?<![\w.])((?:\w+\.)?\w+)\s*=\s*:([a-z]\w*)(?!\w|::)/gi,
    told([, column, name], known) {
      if (!find(known, name)?.optional) return null;
      const text = `(:${name} is null or ${column} = :${name})`;
      return {
        says: `Where :${name} is left empty, nothing equals it and no row comes. Write ${text}`,
        text,
      };
    },
  },
];

function valueTraps(sql: string, code: string, known: Known): Advice[] {
  return traps.flatMap(({ pattern, told }) =>
    [...code.matchAll(pattern)].flatMap((match) => {
      const from = match.index;
      const to = from + match[0].length;
      const found = told(rereadIn(sql, match), known);
      // Who asks whether it is null has thought of it.
      if (found === null || isAskedForNull(code, match)) return [];
      return [
        { says: found.says, changes: found.text === null ? [] : [{ from, to, text: found.text }] },
      ];
    }),
  );
}

// What stands in quotes is masked in the code that was searched.
function rereadIn(sql: string, match: RegExpMatchArray): RegExpMatchArray {
  const at = match.index ?? 0;
  const again = [...match];
  again[0] = sql.slice(at, at + match[0].length);
  return again as RegExpMatchArray;
}

function isAskedForNull(code: string, [whole]: RegExpMatchArray): boolean {
  const name = whole.slice(whole.lastIndexOf(':') + 1);
  return /=\s*:/.test(whole) && new RegExp(`:${name}(::\\w+)?\\s+is\\s+null`, 'i').test(code);
}
