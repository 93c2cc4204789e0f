// Reads SQL with PostgreSQL's own scanner and parser, in a thread of its own: a monster stalls nobody else.
// Plain JavaScript that imports packages and its like only, so that the same file serves the sources and the built program.
import { parentPort } from 'node:worker_threads';
import { loadModule, parseSync, scanSync } from 'libpg-query';
import { textTokens } from './dissection.mjs';
import { byteToChar } from './literal-places.mjs';
import { literalsOf } from './literals.mjs';
import { findCandidates, hasQuotedParameter, place } from './parameter-places.mjs';
import { growthOf } from './reading-growth.mjs';
import { placeTables } from './sheet-places.mjs';
import { describe } from './statement-facts.mjs';

/** @typedef {import('./parameter-places.mjs').Token} Token */

// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0001-\u0008\u000b\u000c\u000e-\u001f]/g;

/**
 * Reads a statement: puts `$n` in the place of its parameters and tells what it is made of.
 * `declared` names the parameters; null takes every candidate for one.
 * `tables` are the sheet tables whose arrays take their places.
 * @param {ReadJob} job
 */
function read({ sql, declared, tables }) {
  const reading = readText(withoutMark(sql), declared);
  return tables.length === 0 || reading.error ? reading : withTables(reading, tables);
}

/**
 * A byte-order mark comes along where text was pasted from a file; to PostgreSQL it is a letter.
 * @param {string} sql
 */
function withoutMark(sql) {
  return sql.replace(/^\uFEFF/, ' ');
}

/**
 * @param {string} sql
 * @param {string[] | null} declared
 */
function readText(sql, declared) {
  const tokens = scan(sql);
  const candidates = findCandidates(tokens, sql);
  const wanted = candidates.filter(({ name }) => declared === null || declared.includes(name));
  const placed = place(sql, wanted);
  const dollar = tokens.find(({ tokenName }) => tokenName === 'PARAM');
  return {
    ...placed,
    moved: placed.places,
    sheetTables: [],
    undeclared: candidates.filter((candidate) => !wanted.includes(candidate)),
    dollarParameter: dollar ? (byteToChar(sql, [dollar.start])[0] ?? 0) : null,
    quotedParameter: hasQuotedParameter(tokens),
    ...parse(placed.text),
  };
}

/**
 * The guard looks at what will run.
 * @param {Reading} reading
 * @param {readonly SheetTableUse[]} tables
 */
function withTables(reading, tables) {
  const { text, statements } = reading;
  // Nothing else runs.
  if (statements.length !== 1 || statements[0] !== 'SelectStmt') return reading;
  const { stmts: [{ stmt } = {}] = [] } = parseSync(text);
  const tree = /** @type {Record<string, unknown> | undefined} */ (stmt)?.['SelectStmt'];
  const placed = placeTables(reading, { tree, tokens: scan(text), tables });
  // The WITH queries that stand for the tables do not say how many columns they have; the tables do.
  return { ...reading, ...placed, ...parse(placed.text), growth: reading.growth };
}

/**
 * No tokens where the scanner refuses: the parser then says why, and where.
 * @param {string} sql
 * @returns {Token[]}
 */
function scan(sql) {
  try {
    // The scanner's answer is broken JSON where a token holds a control character. A space in its place
    // changes no token's bounds.
    return scanSync(sql.replace(CONTROL, ' ')).tokens;
  } catch {
    return [];
  }
}

/** @param {unknown} error */
function errorOf(error) {
  const { message, sqlDetails } =
    /** @type {Error & { sqlDetails?: { cursorPosition: number } }} */ (error);
  const position = sqlDetails ? sqlDetails.cursorPosition : null;
  return { message, position, gaveUp: !sqlDetails };
}

/** @param {string} text */
function parse(text) {
  try {
    const { stmts = [] } = /** @type {{ stmts?: { stmt: Record<string, unknown> }[] }} */ (
      /** @type {unknown} */ (parseSync(text))
    );
    return { error: null, ...describe(stmts), growth: growthOf(stmts) };
  } catch (error) {
    return { error: errorOf(error), ...describe([]), growth: growthOf([]) };
  }
}

/**
 * @typedef {import('./parser.ts').Reading} Reading
 * @typedef {import('../../sheet-tables.ts').SheetTableUse} SheetTableUse
 * @typedef {{ sql: string, declared: string[] | null, tables: SheetTableUse[] }} ReadJob
 * @typedef {{ literalsOf: string, reading: Reading, taken: string[] }} LiteralsJob
 * @typedef {{ dissect: string, reading: Reading }} DissectJob
 * @typedef {ReadJob | LiteralsJob | DissectJob} Job
 */

/** @param {Job} job */
function answer(job) {
  if ('sql' in job) return read(job);
  if ('dissect' in job) {
    const sql = withoutMark(job.dissect);
    const tree = parseSync(job.reading.text);
    return { tree, tokens: textTokens(sql, job.reading, scan(sql)) };
  }
  const { literalsOf: sql, reading, taken } = job;
  const parsed = { tree: parseSync(reading.text), tokens: scan(reading.text), taken };
  return literalsOf(sql, reading, parsed);
}

await loadModule();
parentPort?.on('message', (/** @type {Job} */ job) => {
  parentPort?.postMessage({ begun: true });
  parentPort?.postMessage({ answer: answer(job) });
});
