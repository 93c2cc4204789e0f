// A number's line over time, over HTTP: for whoever may see its query, and use the sheets that each run of it read.
import type pg from 'pg';
import type { Parameter, Values } from '../../../domain/contract/parameter.ts';
import { own } from '../../../domain/own.ts';
import type { Catalog } from '../../catalog/queries/catalog.ts';
import { numbersOf, type NumberRun } from '../../catalog/runs/numbers.ts';
import type { KnownTables } from '../../catalog/sheet-tables/known-tables.ts';
import type { Handlers } from '../front/handlers.ts';

const MOST_SHOWN = 500;

export interface NumberOptions {
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  tables: KnownTables;
}

export function numberHandlers({
  catalog,
  database,
  tables,
}: NumberOptions): Handlers<'POST numbers'> {
  return {
    async 'POST numbers'({ member, params, body }) {
      const { slug, formerly, parameters } = await catalog.find(params.slug, member);
      const asked = textOf(parameters, body.values);
      const isTold = ({ values, sheetTables }: NumberRun) =>
        textOf(parameters, values) === asked &&
        (sheetTables ?? []).every(({ name }) => tables.mayUseNamed(member, name));
      const numbers = await numbersOf(database, [slug, ...formerly], { isTold, most: MOST_SHOWN });
      return { numbers };
    },
  };
}

/** The same for values that ask the same: a default may be left out, and a number be given as text. */
function textOf(parameters: readonly Parameter[], values: Values): string {
  const given = parameters.map(({ name, default: usual = null }) => own(values, name) ?? usual);
  return JSON.stringify(given, (_, value) => (Array.isArray(value) ? value : textOfOne(value)));
}

const textOfOne = (value: unknown) => (value === null ? null : String(value));
