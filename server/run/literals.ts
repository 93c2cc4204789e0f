// Finds the literals of a text that could become parameters, with their places, types and a name for each.
import type { Parameter, ParameterType } from '../../domain/contract/parameter.ts';
import type { Literal } from '../../domain/contract/schema.ts';
import type { Parser, Reading } from './parser.ts';
import { positionAt } from './position.ts';
import { readStatement } from './text-guard.ts';
import { own } from '../../domain/own.ts';

/** A node of PostgreSQL's parse tree, as libpg-query gives it. */
type Node = Record<string, unknown>;

/** What stands around a literal. */
interface Context {
  /** From the column that it is compared with. */
  name: string | null;
  likely: boolean;
  type: ParameterType | null;
  /** Where a type written before the literal begins. */
  from: number | null;
}

interface Found extends Context {
  /** Bytes in the text with numbered parameters. */
  at: number;
  value: string | boolean;
  type: ParameterType;
}

const NOWHERE: Context = { name: null, likely: false, type: null, from: null };
// The scanner's answer is broken JSON where a token holds a control character.
const CONTROL = /[\u0001-\u0008\u000b\u000c\u000e-\u001f]/g;

/** In the order of the text. Throws what `readStatement` throws: only a text that could run is looked at. */
export async function liftableLiterals(
  parser: Parser,
  sql: string,
  parameters: readonly Parameter[],
): Promise<Literal[]> {
  // The parser's thread has read it within its limits before it is read here once more.
  const reading = await readStatement(parser, sql, null);
  const { tree, tokens } = await readHere(reading.text);
  const found: Found[] = [];
  walk(tree, NOWHERE, found);
  found.sort((a, b) => a.at - b.at);
  const taken = new Set([...parameters.map(({ name }) => name), ...reading.names]);
  const ends = tokenEnds(tokens);
  return found.map((literal) => literalOf(literal, { sql, reading, taken, ends }));
}

// Loaded when an author first asks: the parser takes 20 MB that a server without authors need not spend.
async function readHere(text: string) {
  const { loadModule, parseSync, scanSync } = await import('libpg-query');
  await loadModule();
  return { tree: parseSync(text), tokens: scanSync(text.replace(CONTROL, ' ')).tokens };
}

interface Token {
  start: number;
  end: number;
  text: string;
}

/** Where the token that begins at a byte ends; a sign belongs to the number behind it. */
function tokenEnds(tokens: readonly Token[]): Map<number, number> {
  return new Map(
    tokens.map(({ start, end, text: token }, index) => [
      start,
      token === '-' || token === '+' ? (tokens[index + 1]?.end ?? end) : end,
    ]),
  );
}

function walk(value: unknown, context: Context, found: Found[]): void {
  if (Array.isArray(value)) for (const item of value) walk(item, context, found);
  if (!isNode(value) || Array.isArray(value)) return;
  for (const [key, child] of Object.entries(value)) {
    if (isNode(child)) walkNode(key, child, context, found);
  }
}

function walkNode(key: string, node: Node, context: Context, found: Found[]): void {
  switch (key) {
    case 'A_Const':
      return addConstant(node, context, found);
    case 'A_Expr':
      return walkExpression(node, found);
    case 'TypeCast':
      return walkCast(node, context, found);
    case 'limitCount':
      return walk(node, { ...NOWHERE, name: 'at_most', likely: true }, found);
    // Numbers of columns and lengths of types are no values.
    case 'TypeName':
    case 'typeName':
    case 'groupClause':
    case 'sortClause':
      return;
    // Only what stands directly beside a column is compared with it.
    case 'FuncCall':
    case 'SubLink':
    case 'CaseExpr':
      return walk(node, NOWHERE, found);
    default:
      return walk(node, context, found);
  }
}

const COMPARISONS = new Set([
  '=',
  '<>',
  '<',
  '>',
  '<=',
  '>=',
  '~~',
  '~~*',
  '!~~',
  '!~~*',
  'BETWEEN',
]);

function walkExpression(node: Node, found: Found[]): void {
  const { lexpr, rexpr } = node;
  const operator = stringOf((Array.isArray(node['name']) ? node['name'] : []).at(-1)) ?? '';
  const column = columnIn(lexpr) ?? columnIn(rexpr);
  if (!COMPARISONS.has(operator) || column === null) {
    walk(lexpr, NOWHERE, found);
    walk(rexpr, NOWHERE, found);
    return;
  }
  const isFlipped = columnIn(lexpr) === null;
  const context = { ...NOWHERE, name: column + endingOf(operator, isFlipped), likely: true };
  walk(lexpr, context, found);
  if (operator === 'BETWEEN') return walkBounds(rexpr, column, found);
  walk(rexpr, context, found);
}

function walkBounds(rexpr: unknown, column: string, found: Found[]): void {
  const list = isNode(rexpr) ? rexpr['List'] : undefined;
  const items = isNode(list) && Array.isArray(list['items']) ? (list['items'] as unknown[]) : [];
  items.forEach((item, index) => {
    const name = `${column}${index === 0 ? '_from' : '_to'}`;
    walk(item, { ...NOWHERE, name, likely: true }, found);
  });
}

function endingOf(operator: string, isFlipped: boolean): string {
  const isLower = operator.startsWith('>') !== isFlipped;
  return /^[<>]=?$/.test(operator) ? (isLower ? '_from' : '_to') : '';
}

const CAST_TYPES: Record<string, ParameterType | 'none'> = {
  date: 'date',
  timestamp: 'timestamp',
  timestamptz: 'timestamp',
  // These are no types of parameters: the literal stays.
  interval: 'none',
  regclass: 'none',
  json: 'none',
  jsonb: 'none',
  time: 'none',
};

function walkCast(node: Node, context: Context, found: Found[]): void {
  const { arg, typeName } = node;
  if (!isNode(typeName)) return;
  const names = Array.isArray(typeName['names']) ? (typeName['names'] as unknown[]) : [];
  const type = own(CAST_TYPES, stringOf(names.at(-1)) ?? '');
  if (type === 'none') return;
  const constant = isNode(arg) ? arg['A_Const'] : undefined;
  const isBefore = isNode(constant) && placeOf(typeName) < placeOf(constant) && placeOf(node) < 0;
  // `date '2025-01-31'` goes as a whole; of a cast behind the literal only the literal does.
  walk(arg, { ...context, type: type ?? null, from: isBefore ? placeOf(typeName) : null }, found);
}

function addConstant(node: Node, context: Context, found: Found[]): void {
  const value = valueOf(node);
  if (value === null) return;
  const type = context.type ?? typeOf(node, value);
  found.push({ ...context, at: placeOf(node), value, type });
}

function valueOf(node: Node): string | boolean | null {
  if (isNode(node['ival'])) return String(node['ival']['ival'] ?? 0);
  if (isNode(node['fval'])) return String(node['fval']['fval']);
  if (isNode(node['boolval'])) return node['boolval']['boolval'] === true;
  if (isNode(node['sval'])) return String(node['sval']['sval'] ?? '');
  return null;
}

function typeOf(node: Node, value: string | boolean): ParameterType {
  if (typeof value === 'boolean') return 'boolean';
  if (!isNode(node['sval'])) return 'number';
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? 'date' : 'text';
}

// The column, also within a function such as lower(name).
function columnIn(value: unknown): string | null {
  if (!isNode(value)) return null;
  const fields = isNode(value['ColumnRef']) ? value['ColumnRef']['fields'] : undefined;
  if (Array.isArray(fields)) return stringOf((fields as unknown[]).at(-1));
  const call = value['FuncCall'];
  const args = isNode(call) && Array.isArray(call['args']) ? (call['args'] as unknown[]) : [];
  for (const arg of args) {
    const column = columnIn(arg);
    if (column !== null) return column;
  }
  const cast = value['TypeCast'];
  return isNode(cast) ? columnIn(cast['arg']) : null;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function stringOf(value: unknown): string | null {
  const text = isNode(value) && isNode(value['String']) ? value['String']['sval'] : undefined;
  return typeof text === 'string' ? text : null;
}

function placeOf(node: Node): number {
  return typeof node['location'] === 'number' ? node['location'] : 0;
}

interface Placing {
  sql: string;
  reading: Reading;
  taken: Set<string>;
  ends: ReadonlyMap<number, number>;
}

function literalOf(found: Found, { sql, reading, taken, ends }: Placing): Literal {
  const from = authorOffset(reading, found.from ?? found.at);
  const to = authorOffset(reading, ends.get(found.at) ?? found.at);
  const name = freeName(found.name, taken);
  const words = name.replaceAll('_', ' ');
  return {
    ...{ from, to, ...positionAt(sql, from), text: sql.slice(from, to), name },
    ...{ value: found.value, type: found.type, likely: found.likely },
    label: words.charAt(0).toUpperCase() + words.slice(1),
  };
}

// The parser counts bytes of the text with numbered parameters; the author's text has their names.
function authorOffset({ text, places }: Reading, bytes: number): number {
  const offset = Buffer.from(text).subarray(0, bytes).toString('utf8').length;
  let shift = 0;
  for (const { to, textTo } of places) if (textTo <= offset) shift = to - textTo;
  return offset + shift;
}

const LONGEST_NAME = 60;

function freeName(wanted: string | null, taken: Set<string>): string {
  const letters = (wanted ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, LONGEST_NAME);
  const base = letters === '' ? 'value' : letters;
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}_${number}`;
  taken.add(name);
  return name;
}
