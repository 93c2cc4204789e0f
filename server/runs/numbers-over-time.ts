// What the one number of a query was at its runs with the same values, as far as a member may know of them.
import type pg from 'pg';
import type { NumberAt } from '../../domain/contract/numbers.ts';
import type { Parameter, Values } from '../../domain/contract/parameter.ts';
import { own } from '../../domain/own.ts';
import type { KnownQuery } from '../catalog/queries/known-query.ts';
import { numbersOf, type AskedRun } from '../catalog/runs/numbers.ts';
import type { KnownTables } from '../catalog/sheet-tables/known-tables.ts';
import type { Member } from '../identity/member.ts';

export interface NumbersParts {
  /** Sheetfeed's own. */
  database: pg.Pool;
  tables: KnownTables;
}

/** The latest, at most so many; the oldest first. */
export function numbersOverTime(
  parts: NumbersParts,
  asked: Asked & { most: number },
): Promise<NumberAt[]> {
  const { slug, formerly } = asked.query;
  const isTold = askedTheSame(parts, asked);
  return numbersOf(parts.database, [slug, ...formerly], { isTold, most: asked.most });
}

export interface Asked {
  query: KnownQuery;
  values: Values;
  member: Member;
}

/** Whether a run asked with the same values, and the member may use the sheets that it read. */
export function askedTheSame(
  { tables }: Pick<NumbersParts, 'tables'>,
  { query: { parameters }, values: wanted, member }: Asked,
): (run: AskedRun) => boolean {
  const text = valuesText(parameters, wanted);
  return ({ values, sheetTables }) =>
    valuesText(parameters, values) === text &&
    (sheetTables ?? []).every(({ name }) => tables.mayUseNamed(member, name));
}

/** The same for values that ask the same: a default may be left out, and a number be given as text. */
function valuesText(parameters: readonly Parameter[], values: Values): string {
  const given = parameters.map(({ name, default: usual = null }) => own(values, name) ?? usual);
  return JSON.stringify(given, (_, value) => (Array.isArray(value) ? value : textOfOne(value)));
}

const textOfOne = (value: unknown) => (value === null ? null : String(value));
