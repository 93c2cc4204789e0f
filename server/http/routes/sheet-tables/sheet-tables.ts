// Sheet tables over HTTP: made and changed by their publishers, listed for who may use them, filled page by page.
import type pg from 'pg';
import type { NamedAudience } from '../../../../domain/contract/access.ts';
import type { SheetTable } from '../../../../domain/contract/sheet-tables/sheet-table.ts';
import { Problem } from '../../../../domain/problem.ts';
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import { ownerFrom, personOf, type KnownQuery } from '../../../catalog/queries/known-query.ts';
import { mayPublish, type KnownTables } from '../../../catalog/sheet-tables/known-tables.ts';
import { publishPage } from '../../../catalog/sheet-tables/publishing.ts';
import {
  deleteTable,
  insertTable,
  updateTable,
  type KnownTable,
} from '../../../catalog/sheet-tables/sheet-tables.ts';
import type { Google } from '../../../google/google.ts';
import type { Member } from '../../../identity/member.ts';
import { nameAudiences } from '../../../identity/policies.ts';
import { refuseTakenName } from '../../../runs/authoring/taken-names.ts';
import type { FreshTables } from '../../../runs/fresh-tables.ts';
import { queriesThatRead } from '../../../runs/reading-queries.ts';
import type { Sources } from '../../../sources/sources.ts';
import type { Handlers } from '../../front/handlers.ts';
import { given, isReadElsewhere, readNow, requireReadable } from './read-by-server.ts';

export interface SheetTableOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  tables: KnownTables;
  catalog: Catalog;
  sources: Sources;
  fresh: FreshTables;
  google: Google;
  now: () => Date;
}

type TableRowNames =
  | 'GET sheetTables'
  | 'POST sheetTables'
  | 'GET sheetTable'
  | 'PUT sheetTable'
  | 'DELETE sheetTable'
  | 'PUT tableRows';

export function sheetTableHandlers(options: SheetTableOptions): Handlers<TableRowNames> {
  return { ...reading(options), ...writing(options), 'PUT tableRows': publishing(options) };
}

function reading(options: SheetTableOptions): Handlers<'GET sheetTables' | 'GET sheetTable'> {
  const { tables } = options;
  return {
    async 'GET sheetTables'({ member }) {
      await tables.refresh();
      const seen = tables.all().filter((table) => maySee(options, table, member));
      const account = options.google.own?.email ?? null;
      return { tables: await viewsOf(options, seen, member), account };
    },
    async 'GET sheetTable'({ member, params }) {
      const table = await seenTable(options, params.name, member);
      const seen = (query: KnownQuery) => options.catalog.maySee(member, query);
      const queries = await queriesThatRead(options, table.name, seen);
      return { ...(await viewOf(options, table, member)), queries };
    },
  };
}

type WritingRows = 'POST sheetTables' | 'PUT sheetTable' | 'DELETE sheetTable';

function writing(options: SheetTableOptions): Handlers<WritingRows> {
  const { tables, sources } = options;
  return {
    async 'POST sheetTables'({ member, body: table, change }) {
      await refuseTakenName(sources, table.name, member);
      if (table.readBy === 'server') await requireReadable(options, table, member);
      await change(async (client, tell) => {
        tell(table.name, { usedBy: table.usedBy, place: table.place });
        if (!(await insertTable(client, table, ownerFrom(member)))) throw nameTaken(table.name);
      });
      await tables.refresh();
      await readNow(options, table.name, member);
      return viewOf(options, await seenTable(options, table.name, member), member);
    },
    async 'PUT sheetTable'({ member, params, body: { mark, ...body }, change }) {
      const table = await ownTable(options, params.name, member);
      if (isReadElsewhere(table, body))
        await requireReadable(options, { ...table, ...given(body), mark }, member);
      await change(async (client, tell) => {
        const { title, columns, place, usedBy, badRows, readBy } = table;
        tell(table.name, { ...body, before: { title, columns, place, usedBy, badRows, readBy } });
        await updateTable(client, table.name, body);
      });
      await tables.refresh();
      await readNow(options, table.name, member);
      return viewOf(options, await seenTable(options, table.name, member), member);
    },
    async 'DELETE sheetTable'({ member, params, change }) {
      const table = await ownTable(options, params.name, member);
      await change(async (client, tell) => {
        tell(table.name, { before: { place: table.place, columns: table.columns } });
        await deleteTable(client, table.name);
      });
      await tables.refresh();
    },
  };
}

function publishing(options: SheetTableOptions): Handlers<'PUT tableRows'>['PUT tableRows'] {
  const { database, tables, now } = options;
  return async ({ member, params, body: page, change }) => {
    const table = await ownTable(options, params.name, member);
    const publishing = { database, table, by: ownerFrom(member), now };
    const { state, ...taken } = await publishPage(publishing, page, change);
    if (state === 'taken') return { ...taken, state, rows: null };
    await tables.refresh();
    const { rows } = await viewOf(options, await seenTable(options, params.name, member), member);
    return { ...taken, state, rows };
  };
}

const maySee = ({ tables }: SheetTableOptions, table: KnownTable, member: Member) =>
  tables.mayUse(member, table) || mayPublish(table, member);

/** Throws Problem not_found where there is none that the member may use. */
async function seenTable(
  options: SheetTableOptions,
  name: string,
  member: Member,
): Promise<KnownTable> {
  await options.tables.refresh();
  const table = options.tables.get(name);
  if (table !== null && maySee(options, table, member)) return table;
  throw new Problem('not_found', 'There is no such sheet table. Check its name.');
}

/** Throws Problem forbidden besides, where it is somebody else's. */
async function ownTable(
  options: SheetTableOptions,
  name: string,
  member: Member,
): Promise<KnownTable> {
  const table = await seenTable(options, name, member);
  if (mayPublish(table, member)) return table;
  const { name: who, email } = table.publisher;
  const detail = `Only ${who || email || 'its publisher'} and admins may change the sheet table ${name}. Ask one of them.`;
  throw new Problem('forbidden', detail);
}

function nameTaken(name: string): Problem {
  return new Problem(
    'conflict',
    `There is a sheet table named ${name} already. Take another name.`,
  );
}

async function viewOf(
  options: SheetTableOptions,
  table: KnownTable,
  member: Member,
): Promise<SheetTable> {
  const [view] = await viewsOf(options, [table], member);
  if (view === undefined) throw new Error('a table without a view');
  return view;
}

async function viewsOf(
  { database }: SheetTableOptions,
  tables: readonly KnownTable[],
  member: Member,
): Promise<SheetTable[]> {
  const named = await nameAudiences(
    database,
    tables.map(({ usedBy }) => usedBy),
  );
  return tables.map((table, index) => view(table, member, named[index] ?? null));
}

function view(table: KnownTable, member: Member, usedBy: NamedAudience): SheetTable {
  const { name, title, columns, place, badRows, readBy, publisher, madeAt, newHeaders } = table;
  const { rows } = table;
  const change = mayPublish(table, member);
  const { publication: _publication, ...told } = rows ?? { publication: '' };
  return {
    ...{ name, title, columns, place, badRows, readBy, newHeaders },
    ...(change ? { usedBy } : {}),
    publisher: personOf(publisher),
    madeAt: madeAt.toISOString(),
    rows: rows === null ? null : (told as SheetTable['rows']),
    failed: change ? table.failed : failedForOthers(table),
    may: { change },
  };
}

// What stands in a cell that does not fit is for who looks after the sheet.
function failedForOthers({ failed, publisher }: KnownTable): SheetTable['failed'] {
  if (failed === null) return null;
  const who = publisher.name || publisher.email || 'Its publisher';
  const what = failed.badCount > 0 ? 'Cells of the sheet do not fit' : 'The sheet cannot be read';
  return { ...failed, detail: `${what}; ${who} looks after it.`, badCells: [] };
}
