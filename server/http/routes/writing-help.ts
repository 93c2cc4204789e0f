// What helps to write SQL: the sources, their tables and what they mean, is a text right, what would it cost, what could vary.
import { describe, explain, literalsOf, type LookDependencies } from '../../runs/authoring/look.ts';
import { withSheetTables } from '../../runs/authoring/sheet-schema.ts';
import { createSourceSchemas } from '../../runs/authoring/schemas.ts';
import { inWords } from '../../runs/authoring/schema-words.ts';
import { usesOf } from '../../runs/authoring/table-uses.ts';
import { requireTimeZone } from '../../runs/time-zone.ts';
import type { Catalog } from '../../catalog/queries/catalog.ts';
import type { Handlers } from '../front/handlers.ts';
import {
  dataWordsHandlers,
  type DataWordsOptions,
  type DataWordsRows,
} from './teaching/data-words.ts';

export interface WritingHelpOptions extends Omit<DataWordsOptions, 'schemas'> {
  look: LookDependencies;
  catalog: Catalog;
  timeZone: string;
  maxRows: number;
  now: () => Date;
}

type HelpRows =
  | DataWordsRows
  | 'GET sources'
  | 'GET sourceSchema'
  | 'GET tableUses'
  | 'POST describe'
  | 'POST explain'
  | 'POST lift';

export function writingHelpHandlers(options: WritingHelpOptions): Handlers<HelpRows> {
  const { look, words, catalog, timeZone, maxRows, now } = options;
  const schemas = createSourceSchemas(look.sources);
  return {
    ...dataWordsHandlers({ ...options, schemas }),
    async 'GET sources'({ member }) {
      const health = await look.sources.health();
      const own = health.filter(({ name }) => look.access.mayWriteOn(member, name));
      return { sources: own.map(({ name, usable }) => ({ name, usable })) };
    },
    async 'GET sourceSchema'({ member, params: { name }, response }) {
      response.setHeader('Cache-Control', 'private, max-age=60');
      look.access.requireWriting(member, look.sources.get(name).name);
      const { tables, ...schema } = inWords(await schemas.of(name, member), words);
      return { ...schema, tables: withSheetTables(tables, look.tables, member) };
    },
    async 'GET tableUses'({ member, params: { name }, query: { schema, table } }) {
      look.access.requireWriting(member, look.sources.get(name).name);
      const known = await schemas.of(name, member);
      return usesOf({ ...look, catalog }, { schema, name: table }, { known, member });
    },
    'POST describe': ({ member, body }) =>
      describe(look, { ...body, takesUndeclared: true, timeZone, member }),
    'POST explain'({ member, body: { timeZone: zone, ...asked } }) {
      const explained = { ...asked, takesUndeclared: true, maxRows, now: now() };
      return explain(look, { ...explained, timeZone: requireTimeZone(zone ?? timeZone), member });
    },
    async 'POST lift'({ body }) {
      return { literals: await literalsOf(look, body) };
    },
  };
}
