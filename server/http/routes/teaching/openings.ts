// What of a query can be varied inside: for whoever varies it, and for its author, who opens tables and columns of it.
import type { Openings } from '../../../../domain/contract/teaching/inside.ts';
import { own } from '../../../../domain/own.ts';
import { Problem } from '../../../../domain/problem.ts';
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import type { KnownQuery } from '../../../catalog/queries/known-query.ts';
import { closedShape, type OpenShape } from '../../../../domain/teaching/open-shape.ts';
import type { Member } from '../../../identity/member.ts';
import type { LookDependencies } from '../../../runs/authoring/look.ts';
import { checkText } from '../../../runs/authoring/text-check.ts';
import type { Handlers } from '../../front/handlers.ts';

export interface OpeningsOptions {
  catalog: Pick<Catalog, 'original' | 'shapeOf'>;
  look: LookDependencies;
}

export function openingsHandlers(
  options: OpeningsOptions,
): Handlers<'GET openings' | 'POST textOpenings'> {
  const { catalog, look } = options;
  return {
    async 'GET openings'({ member, params }) {
      const query = await catalog.original(params.slug, member);
      if (Object.keys(query.variations).length === 0) return view(closedShape(NOT_OPEN), []);
      const shape = await catalog.shapeOf(query);
      return opened(shape, await typedColumns(look, query, { shape, member }));
    },
    async 'POST textOpenings'({ member, body: { source, sql } }) {
      look.access.requireWriting(member, source);
      const { engine } = look.sources.get(source);
      const shape = await engine.openings?.(sql, null);
      return view(shape ?? closedShape('The data source has no variations.'), []);
    },
  };
}

const NOT_OPEN = 'Its author has not opened it to variations.';

interface OpenedColumn {
  table: string;
  column: string;
}

type Typed = { table: string; name: string; type: string };

function view(shape: OpenShape, columns: readonly Typed[]): Openings {
  const { why, tables, noColumns, isGrouped, spans, taken } = shape;
  return {
    ...{ why, noColumns, isGrouped, taken: [...taken] },
    tables: tables.map(({ table, noFilter }) => ({
      ...{ table, noFilter },
      columns: columns
        .filter((column) => column.table === table)
        .map(({ name, type }) => ({ name, type })),
    })),
    spans: spans.map(({ column, table, of, by, isNamedSo }) => ({
      ...{ column, table, of, by, isNamedSo },
    })),
  };
}

/** Of what is open nothing but that. */
function opened(shape: OpenShape, columns: readonly Typed[]): Openings {
  const whole = view(shape, columns);
  const isThere = (table: string, column: string) =>
    columns.some((each) => each.table === table && each.name === column);
  return {
    ...whole,
    tables: whole.tables.filter((table) => table.columns.length > 0),
    spans: whole.spans.filter(({ table, of }) => isThere(table, of)),
  };
}

interface Among {
  shape: OpenShape;
  member: Member;
}

/** Those of the opened columns that the database knows, with their types. Throws Problem source_unavailable. */
async function typedColumns(
  look: LookDependencies,
  query: KnownQuery,
  { shape, member }: Among,
): Promise<Typed[]> {
  const asked = shape.tables.flatMap(({ table }) =>
    (own(query.variations, table) ?? []).map((column) => ({ table, column })),
  );
  return knownOf(asked, (some) => typesOf(look, query, { asked: some, shape, member }));
}

// Where the database does not know all of them it is asked for either half.
async function knownOf(
  asked: readonly OpenedColumn[],
  ask: (some: readonly OpenedColumn[]) => Promise<Typed[] | null>,
): Promise<Typed[]> {
  const all = await ask(asked);
  if (all !== null || asked.length <= 1) return all ?? [];
  const half = Math.ceil(asked.length / 2);
  return [
    ...(await knownOf(asked.slice(0, half), ask)),
    ...(await knownOf(asked.slice(half), ask)),
  ];
}

async function typesOf(
  look: LookDependencies,
  query: KnownQuery,
  { asked, shape, member }: Among & { asked: readonly OpenedColumn[] },
): Promise<Typed[] | null> {
  if (asked.length === 0) return [];
  const { source, parameters, sql: from } = query;
  const columns = asked.map((each, index) => ({ ...each, as: `opened ${index}` }));
  const inside = { columns, conditions: [], spans: [] };
  const sql = look.sources.get(source).engine.vary?.(from, inside, shape) ?? null;
  if (sql === null) return [];
  const check = await checkText(look, { source, sql, parameters, of: query }, member);
  if (check.state === 'unknown') throw new Problem('source_unavailable', check.reason);
  if (check.state === 'wrong') return null;
  const types = check.columns.slice(-asked.length).map(({ type }) => type);
  return asked.map(({ table, column }, index) => ({
    ...{ table, name: column, type: types[index] ?? 'text' },
  }));
}
