// Where a text reads sheet tables, and the text that reads them from bound arrays; runs in the parser's thread.
import { byteToChar } from './literal-places.mjs';
import { isNode, stringOf } from './tree-nodes.mjs';

/** @typedef {import('./parameter-places.mjs').Token} Token */
/** @typedef {import('./parser.ts').Reading} Reading */
/** @typedef {import('../../sheet-tables.ts').SheetTableUse} SheetTableUse */
/** @typedef {{ from: number, to: number, textFrom: number, textTo: number }} Place */
/** @typedef {Pick<Reading, 'text' | 'names' | 'places'>} Placed */
/**
 * Part of a text, by bytes, and what stands there instead.
 * @typedef {{ start: number, end: number, text: string }} Edit
 */

const SCHEMA = 'sheet';

/** As casts say them; qualified, so that no type of the database's own is meant. */
const ARRAY_TYPES = {
  text: 'pg_catalog.text[]',
  number: 'pg_catalog."numeric"[]',
  boolean: 'pg_catalog.bool[]',
  date: 'pg_catalog.date[]',
  datetime: 'pg_catalog."timestamp"[]',
};

/**
 * Puts a WITH query for each table before the text, which reads its arrays once however often it is referred to, and its
 * name in the place of the table's. `tree` is that of the one statement, a SELECT.
 * @param {Placed} placed
 * @param {{ tree: unknown, tokens: readonly Token[], tables: readonly SheetTableUse[] }} read
 * @returns {Placed & Pick<Reading, 'moved' | 'sheetTables'>}
 */
export function placeTables(placed, { tree, tokens, tables }) {
  const words = tokens.filter(({ tokenName }) => !/COMMENT$/.test(tokenName));
  const indexes = new Map(words.map(({ start }, index) => [start, index]));
  const names = namesFor(tables, namesIn(tree));
  const edits = [withEdit(words, indexes, { tree, queries: queriesOf(tables, names, placed) })];
  for (const { location, name, isColumn, hasAlias } of usesIn(tree)) {
    const index = indexes.get(location);
    const given = names.get(name);
    if (index === undefined || given === undefined) continue;
    if (isColumn)
      edits.push({
        start: location,
        end: words[secondPart(words, index)]?.start ?? location,
        text: '',
      });
    else edits.push(relationEdit(words, index, { given, name: hasAlias ? null : name }));
  }
  const rising = edits.sort((one, other) => one.start - other.start);
  return { ...edited(placed, rising), sheetTables: [...tables] };
}

// PostgreSQL cuts off what is longer.
const LONGEST_NAME = 63;

/**
 * The names of the WITH queries, none of which means anything else in the text.
 * @param {readonly SheetTableUse[]} tables
 * @param {ReadonlySet<string>} taken
 */
function namesFor(tables, taken) {
  let number = 0;
  return new Map(
    tables.map(({ name }) => {
      let given = `${SCHEMA}.${name}`;
      while (taken.has(given) || given.length > LONGEST_NAME) given = `${SCHEMA}.${++number}`;
      return [name, given];
    }),
  );
}

/**
 * Those of WITH queries, and of tables that are written without a schema.
 * @param {unknown} tree
 */
function namesIn(tree) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const { RangeVar: relation, CommonTableExpr: query } of nodesOf(tree)) {
    if (isNode(relation) && !relation['schemaname']) names.add(String(relation['relname']));
    if (isNode(query)) names.add(String(query['ctename']));
  }
  return names;
}

/**
 * The WITH queries, separated by commas.
 * @param {readonly SheetTableUse[]} tables
 * @param {ReadonlyMap<string, string>} names
 * @param {Placed} placed
 */
function queriesOf(tables, names, placed) {
  let number = placed.names.length;
  const queries = tables.map(({ name, columns }) => {
    const arrays = columns.map(
      ({ type }) => `pg_catalog.unnest($${++number}::${ARRAY_TYPES[type]})`,
    );
    const list = columns.map((column) => quoted(column.name)).join(', ');
    const rows = `select * from rows from (${arrays.join(', ')}) as r(${list})`;
    // Where a reference were replaced by the query, the planner would copy the arrays for each of them.
    return `${quoted(names.get(name) ?? name)} as materialized (${rows})`;
  });
  return queries.join(', ');
}

/**
 * @param {readonly Token[]} words
 * @param {ReadonlyMap<number, number>} indexes of the words by where they begin
 * @param {{ tree: unknown, queries: string }} what
 * @returns {Edit}
 */
function withEdit(words, indexes, { tree, queries }) {
  const clause = isNode(tree) ? tree['withClause'] : undefined;
  if (!isNode(clause)) return { start: 0, end: 0, text: `with ${queries} ` };
  const index = indexes.get(Number(clause['location'] ?? 0)) ?? 0;
  const last = words[clause['recursive'] === true ? index + 1 : index];
  const at = last?.end ?? 0;
  return { start: at, end: at, text: ` ${queries}, ` };
}

/** @param {string} name */
function quoted(name) {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Tables of the schema, and columns that are written with schema and table.
 * @param {unknown} tree
 */
function usesIn(tree) {
  /** @type {{ location: number, name: string, isColumn: boolean, hasAlias: boolean }[]} */
  const uses = [];
  for (const { RangeVar: relation, ColumnRef: column } of nodesOf(tree)) {
    if (isNode(relation) && relation['schemaname'] === SCHEMA && !relation['catalogname']) {
      const location = Number(relation['location'] ?? 0);
      const name = String(relation['relname']);
      uses.push({ location, name, isColumn: false, hasAlias: relation['alias'] !== undefined });
    }
    const fields = isNode(column) ? column['fields'] : undefined;
    if (isNode(column) && Array.isArray(fields) && fields.length === 3) {
      const [schema, table] = fields.map(stringOf);
      const location = Number(column['location'] ?? 0);
      if (schema === SCHEMA && typeof table === 'string')
        uses.push({ location, name: table, isColumn: true, hasAlias: false });
    }
  }
  return uses;
}

/** @param {unknown} tree */
function* nodesOf(tree) {
  const left = [tree];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (!isNode(value)) continue;
    yield value;
    for (const child of Object.values(value)) if (isNode(child)) left.push(child);
  }
}

/**
 * Where the name after the dot begins.
 * @param {readonly Token[]} words
 * @param {number} index of the schema
 */
function secondPart(words, index) {
  return lastWord(words, index) + 2;
}

/**
 * A name may be followed by what its escapes begin with: U&"!0073heet" uescape '!'.
 * @param {readonly Token[]} words
 * @param {number} index where the name begins
 */
function lastWord(words, index) {
  const isEscaped = /^u&"/i.test(words[index]?.text ?? '');
  return isEscaped && words[index + 1]?.text.toLowerCase() === 'uescape' ? index + 2 : index;
}

/**
 * From the schema to the name, with what says whether tables that inherit are meant: a WITH query has none.
 * @param {readonly Token[]} words
 * @param {number} index
 * @param {{ given: string, name: string | null }} what the name that is given, and the one that it keeps
 * @returns {Edit}
 */
function relationEdit(words, index, { given, name }) {
  const is = (/** @type {number} */ at, /** @type {string} */ word) =>
    words[at]?.text.toLowerCase() === word;
  let [first, last] = [index, lastWord(words, secondPart(words, index))];
  if (is(first - 1, '(') && is(first - 2, 'only') && is(last + 1, ')')) {
    first -= 2;
    last++;
  } else if (is(first - 1, 'only')) first--;
  else if (is(last + 1, '*')) last++;
  // The command takes no alias.
  const keeps = name !== null && !is(first - 1, 'table');
  return {
    start: words[first]?.start ?? 0,
    end: words[last]?.end ?? 0,
    text: ` ${quoted(given)}${keeps ? ` as ${quoted(name)}` : ''} `,
  };
}

/**
 * @param {Placed} placed
 * @param {readonly Edit[]} edits in order
 */
function edited(placed, edits) {
  const bounds = byteToChar(
    placed.text,
    edits.flatMap(({ start, end }) => [start, end]),
  );
  /** @type {Place[]} */
  const moved = [];
  /** @type {Place[]} */
  const places = [];
  let left = [...placed.places];
  let [text, at] = ['', 0];
  const keepUpTo = (/** @type {number} */ end) => {
    const shift = text.length - at;
    for (const { textFrom, textTo, ...author } of left.filter((place) => place.textTo <= end)) {
      places.push({ ...author, textFrom: textFrom + shift, textTo: textTo + shift });
    }
    left = left.filter((place) => place.textTo > end);
    text += placed.text.slice(at, end);
    at = end;
  };
  edits.forEach((edit, index) => {
    const [start = 0, end = 0] = bounds.slice(2 * index, 2 * index + 2);
    keepUpTo(start);
    const textFrom = text.length;
    text += edit.text;
    at = end;
    const [from, to] = [start, end].map((offset) => authorOffset(placed.places, offset));
    moved.push({ from: from ?? 0, to: to ?? 0, textFrom, textTo: text.length });
  });
  keepUpTo(placed.text.length);
  const all = [...places, ...moved].sort((one, other) => one.textFrom - other.textFrom);
  return { text, names: placed.names, places, moved: all };
}

/**
 * @param {readonly Place[]} places
 * @param {number} offset
 */
function authorOffset(places, offset) {
  const before = places.filter(({ textTo }) => textTo <= offset).at(-1);
  return offset + (before === undefined ? 0 : before.to - before.textTo);
}
