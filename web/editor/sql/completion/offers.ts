// What the editor offers by what stands around the cursor: columns in scope, join conditions, values of a column, functions.
import type {
  Completion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import type { DatabaseFunction, SourceSchema, Table } from '../../../../domain/contract/schema.ts';
import { sqlName } from '../sql-name.ts';
import { columnCompletion } from './schema-names.ts';
import { scopeAt, type Output, type Scope, type Source } from './scope.ts';

interface Column extends Completion {
  /** What it can hold, each with what it means where people wrote that; null where none is known. */
  values: Completion[] | null;
}

/** So much before the cursor is looked at for what it is in. */
const LONGEST = 500;

// Both are tried on so few letters that going over some of them twice is nothing.
/* eslint-disable regexp/no-super-linear-move */
/** What is being written: a word, and what stands before its dot. */
const NAME = /(?<![\p{L}\p{N}_$".])(?:([\p{L}_][\p{L}\p{N}_$]*|"[^"]+")\.)?[\p{L}\p{N}_$]*$/u;
/** A column that is compared with a string that is not closed yet. */
const COMPARED =
  /([\p{L}\p{N}_$."]+)\s*(?:=|<>|!=|\b(?:not\s+)?in\s*\((?:\s*'(?:[^']|'')*'\s*,)*|\b(?:not\s+)?i?like)\s*'((?:[^']|'')*)$/iu;
/* eslint-enable regexp/no-super-linear-move */

/** The columns of what the query around the cursor names; behind `name.` those of that one. */
export function scopeSource(schema: SourceSchema): CompletionSource {
  return (context) => {
    const before = context.state.sliceDoc(Math.max(0, context.pos - LONGEST), context.pos);
    const [word = '', owner] = NAME.exec(before) ?? [];
    if (word === '' && !context.explicit) return null;
    const scope = scopeAt(context.state.sliceDoc(), context.pos);
    const from = context.pos - word.length + (owner === undefined ? 0 : owner.length + 1);
    const options =
      owner === undefined ? namesOf(scope, schema) : columnsBehind(owner, scope, schema);
    return options.length === 0 ? null : { from, options };
  };
}

function namesOf(scope: Scope, schema: SourceSchema): Completion[] {
  const columns = scope.sources.flatMap((source) =>
    columnsOf(source, schema).map((column) => ({
      ...column,
      detail: [column.detail, source.name].filter(Boolean).join(', '),
      // Before the keywords: whoever names a table wants its columns.
      boost: 3,
    })),
  );
  const sources = [...scope.sources, ...scope.withs].map(({ name, table }): Completion => ({
    ...{ label: name, apply: sqlName(name), type: 'type', boost: 2 },
    detail: table === null ? 'of this query' : table.name,
  }));
  return [...columns, ...sources];
}

function columnsBehind(owner: string, { sources }: Scope, schema: SourceSchema): Column[] {
  const name = owner.startsWith('"') ? owner.slice(1, -1) : owner.toLowerCase();
  const source = sources.find((one) => one.name === name);
  return source ? columnsOf(source, schema) : [];
}

function columnsOf({ table, outputs }: Source, schema: SourceSchema): Column[] {
  if (outputs !== null) return outputs.flatMap((output) => columnsOfOutput(output, schema));
  const found = table && tableOf(table, schema);
  return (found?.columns ?? []).map((column) => ({
    ...columnCompletion(column),
    values: valuesOf(column),
  }));
}

function valuesOf({ values, valueWords = [] }: Table['columns'][number]): Completion[] | null {
  const means = new Map(valueWords.map((each) => [each.value, each.means]));
  const all = [...new Set([...(values ?? []), ...means.keys()])];
  if (values === null && all.length === 0) return null;
  return all.map((label) => {
    const info = means.get(label);
    const apply = label.replaceAll("'", "''");
    return { label, apply, type: 'text', ...(info === undefined ? {} : { info }) };
  });
}

function columnsOfOutput(output: Output, schema: SourceSchema): Column[] {
  if ('allOf' in output) return columnsOf(output.allOf, schema);
  const { column } = output;
  return [{ label: column, apply: sqlName(column), type: 'property', values: null }];
}

/** The table of that name, in the schema that is written or else the first that needs none. */
function tableOf(
  { schema: written, name }: NonNullable<Source['table']>,
  { tables, searchPath }: SourceSchema,
): Table | undefined {
  const schemas = written === null ? searchPath : [written];
  for (const schema of schemas) {
    const found = tables.find((table) => table.schema === schema && table.name === name);
    if (found) return found;
  }
  return undefined;
}

/** Behind `join … on`: the conditions that foreign keys make with what is joined already. */
export function joinSource(schema: SourceSchema): CompletionSource {
  return (context) => {
    const before = context.matchBefore(/\bon\s+[\w."]*/i);
    if (before === null) return null;
    const { sources } = scopeAt(context.state.sliceDoc(), context.pos);
    const until = context.state.sliceDoc(0, before.from).trimEnd();
    const joined = scopeAt(until, until.length).sources;
    const last = joined.at(-1);
    const here = sources.find(({ name }) => name === last?.name);
    if (!here) return null;
    const others = joined.filter((one) => one.name !== here.name);
    const options = others.flatMap((other) => conditionsOf(here, other, schema));
    const from = before.from + (/^on\s+/i.exec(before.text)?.[0].length ?? 0);
    return options.length === 0 ? null : { from, options };
  };
}

function conditionsOf(one: Source, other: Source, schema: SourceSchema): Completion[] {
  return [...keysBetween(one, other, schema), ...keysBetween(other, one, schema)].map((label) => ({
    ...{ label, type: 'keyword', detail: 'by foreign key', boost: 9 },
  }));
}

function keysBetween(from: Source, to: Source, schema: SourceSchema): string[] {
  const [table, target] = [from, to].map((one) => one.table && tableOf(one.table, schema));
  if (!table || !target) return [];
  const equal = (one: string, other: string) =>
    `${sqlName(from.name)}.${sqlName(one)} = ${sqlName(to.name)}.${sqlName(other)}`;
  const narrow = table.columns.flatMap(({ name, references }) => {
    const start = `${target.schema}.${target.name}.`;
    return references?.startsWith(start) ? [equal(name, references.slice(start.length))] : [];
  });
  const wide = table.wideKeys
    .filter((key) => key.schema === target.schema && key.table === target.name)
    .map(({ columns, to: keys }) =>
      columns.map((column, at) => equal(column, keys[at] ?? column)).join(' and '),
    );
  return [...wide, ...narrow];
}

/** Within the quotes of a comparison: what the column can hold. */
export function valueSource(schema: SourceSchema): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const line = context.state.sliceDoc(Math.max(0, context.pos - LONGEST), context.pos);
    const [, column = '', typed = ''] = COMPARED.exec(line) ?? [];
    if (column === '') return null;
    const values = comparedWith(column, scopeAt(context.state.sliceDoc(), context.pos), schema);
    const options = values.filter(({ label }) =>
      label.toLowerCase().startsWith(typed.toLowerCase()),
    );
    return options.length === 0
      ? null
      : { from: context.pos - typed.length, options, filter: false };
  };
}

function comparedWith(column: string, scope: Scope, schema: SourceSchema): Completion[] {
  const parts = column.split('.').map((part) => part.replaceAll('"', ''));
  const name = (parts.at(-1) ?? '').toLowerCase();
  const owner = parts.at(-2)?.toLowerCase();
  const found = scope.sources
    .filter((source) => owner === undefined || source.name === owner)
    .flatMap((source) => columnsOf(source, schema))
    .find(({ label, values }) => label === name && values !== null);
  return found?.values ?? [];
}

const LEAST_LETTERS = 2;

/** Functions with what they take and give, from the second letter on: there are hundreds. */
export function functionSource({ functions }: SourceSchema): CompletionSource {
  const options = functions.map(functionCompletion);
  return (context) => {
    const word = context.matchBefore(/(?<![\w.:"])[a-z_]\w*/i);
    if (word === null || word.text.length < LEAST_LETTERS) return null;
    return { from: word.from, options };
  };
}

function functionCompletion({ name, signatures: given, help }: DatabaseFunction): Completion {
  const signatures = given.map(shortTypes);
  const info = [help, ...signatures.map((signature) => `${name}${signature}`)].filter(Boolean);
  return {
    ...{ label: name, type: 'function', detail: signatures[0] ?? '' },
    info: info.join('\n'),
    apply: (view, _completion, from, to) => writeCall(view, name, { from, to }),
  };
}

const shortTypes = (signature: string) =>
  signature.replace(/\b(timestamp|time)( with(?:out)? time zone)/g, (_, type: string, zone) =>
    zone === ' with time zone' ? `${type}tz` : type,
  );

/** With the cursor between its parentheses, where none stand there yet. */
function writeCall(
  view: EditorView,
  name: string,
  { from, to }: { from: number; to: number },
): void {
  const isCalled = view.state.sliceDoc(to, to + 1) === '(';
  const insert = isCalled ? name : `${name}()`;
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + name.length + 1 },
    userEvent: 'input.complete',
  });
}
