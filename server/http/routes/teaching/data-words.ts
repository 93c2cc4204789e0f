// Words for data over HTTP: told with a query, and written by those who write queries on the data source.
import type pg from 'pg';
import type { TableWordsView } from '../../../../domain/contract/teaching/data-words.ts';
import { Problem } from '../../../../domain/problem.ts';
import { NO_WORDS, withoutEmpty } from '../../../../domain/teaching/data-words.ts';
import {
  enterWords,
  wordsHistory,
  type NamedTable,
} from '../../../catalog/data-words/data-words.ts';
import type { KnownWords } from '../../../catalog/data-words/known-words.ts';
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import { ownerFrom } from '../../../catalog/queries/known-query.ts';
import type { Member } from '../../../identity/member.ts';
import type { LookDependencies } from '../../../runs/authoring/look.ts';
import { createTellsWords } from '../../../runs/authoring/query-words.ts';
import type { SourceSchemas } from '../../../runs/authoring/schemas.ts';
import type { Handlers } from '../../front/handlers.ts';
import { requireIfMatch } from '../../front/if-match.ts';

export interface DataWordsOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  catalog: Pick<Catalog, 'findAny'>;
  look: LookDependencies;
  schemas: SourceSchemas;
  words: KnownWords;
}

export type DataWordsRows = 'GET queryWords' | 'GET tableWords' | 'PUT tableWords';

/** Nobody reads a longer history at once. */
const MOST_TOLD = 50;

export function dataWordsHandlers(options: DataWordsOptions): Handlers<DataWordsRows> {
  const { catalog, look, schemas, words } = options;
  const tellsWords = createTellsWords({ ...look, schemas, words });
  return {
    async 'GET queryWords'({ member, params }) {
      return tellsWords(await catalog.findAny(params.slug, member), member);
    },
    async 'GET tableWords'({ member, params }) {
      return (await viewOf(options, params, member)).view;
    },
    async 'PUT tableWords'({ member, params, body, change, request }) {
      const read = requireIfMatch(request);
      const { view, table } = await viewOf(options, params, member);
      const now = withoutEmpty(body);
      requireColumns(view, now.columns);
      await change(async (client, tell) => {
        const version = read ?? view.version;
        tell(`${table.source}.${table.schema}.${table.table}`, {
          ...{ version: version + 1, words: now, before: view.words },
        });
        const entered = { words: now, read: version, by: ownerFrom(member) };
        if (!(await enterWords(client, table, entered))) throw writtenMeanwhile();
      });
      await words.refresh();
      return (await viewOf(options, params, member)).view;
    },
  };
}

/** Throws Problem not_found for a table of which there is nothing, and what `requireWriting` throws. */
async function viewOf(
  { database, look, schemas, words }: DataWordsOptions,
  { name, schema, table }: { name: string; schema: string; table: string },
  member: Member,
): Promise<{ view: TableWordsView; table: NamedTable }> {
  look.access.requireWriting(member, look.sources.get(name).name);
  const { tables } = await schemas.of(name, member);
  const own = tables.find((each) => each.schema === schema && each.name === table) ?? null;
  const named = { source: name, schema, table };
  await words.refresh();
  const written = words.of(named);
  if (own === null && written === null) {
    throw new Problem('not_found', `There is no table ${schema}.${table} in ${name}.`);
  }
  const history = await wordsHistory(database, named, MOST_TOLD + 1);
  return {
    table: named,
    view: {
      table: own,
      version: written?.version ?? 0,
      words: written?.words ?? NO_WORDS,
      history: history.slice(0, MOST_TOLD),
      more: history.length > MOST_TOLD,
    },
  };
}

// What was written of a column that is gone may stay: it may be called otherwise now.
function requireColumns({ table, words }: TableWordsView, columns: readonly { name: string }[]) {
  const known = [...(table?.columns ?? []), ...words.columns].map(({ name }) => name);
  const unknown = columns.find(({ name }) => !known.includes(name));
  if (unknown === undefined) return;
  throw new Problem('invalid_request', `The table has no column ${unknown.name}.`);
}

const writtenMeanwhile = () =>
  new Problem(
    'conflict',
    'Somebody else wrote what this table means in the meantime. Look at that first, then write yours.',
  );
