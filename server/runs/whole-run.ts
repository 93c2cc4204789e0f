// A run that is over with all that it was and gave, for whoever keeps its result: what is told of it is JSON, so that another
// server can tell it too.
import type { Parameter, Values } from '../../domain/contract/parameter.ts';
import type { RowColumn, RunOutcome, RunStart } from '../engines/rows.ts';
import type { SpooledRows } from '../formats/envelope.ts';
import type { ReadTable } from '../../domain/contract/sheet-tables/read-table.ts';
import { tablesRead } from './sheet-tables.ts';
import type { WantedRun } from './request.ts';

export interface WholeFacts {
  /** The run's own id. */
  run: string;
  /** Null and 0 where the SQL was not saved. */
  query: {
    slug: string | null;
    /** The slug of the query that a variation selects from. */
    original: string | null;
    title: string | null;
    version: number;
    source: string;
    sql: string;
    parameters: readonly Parameter[];
    key: readonly string[];
  };
  values: Values;
  timeZone: string;
  /** The moment that relative dates were resolved for. ISO. */
  askedAt: string;
  columns: readonly RowColumn[];
  ranOn: RunStart['ranOn'];
  lagSeconds: number | null;
  /** ISO. */
  ranAt: string;
  rowCount: number;
  /** Of the rows as the engine gave them. */
  byteCount: number;
  truncated: boolean;
  /** Absent: none. */
  sheetTables?: ReadTable[];
}

export interface WholeRun {
  facts: WholeFacts;
  /** As the engine gave them: whole messages, valid until the next are asked for. */
  rows: AsyncIterable<SpooledRows> | Iterable<SpooledRows>;
}

/** What is told of a run that is over. */
export function wholeFactsOf(
  run: string,
  { query, values, timeZone }: WantedRun,
  { outcome, askedAt }: { outcome: RunOutcome; askedAt: Date },
): WholeFacts {
  const { slug, title = null, version, source, sql, parameters = [], key = [] } = query;
  const original = query.variation?.of.slug ?? null;
  const { columns, ranOn, lagSeconds, ranAt, rowCount, byteCount, truncated } = outcome;
  return {
    run,
    query: { slug, original, title, version, source, sql, parameters, key },
    ...{ values, timeZone, askedAt: askedAt.toISOString() },
    ...{ columns, ranOn, lagSeconds, ranAt: ranAt.toISOString(), rowCount, byteCount, truncated },
    ...tablesRead(outcome),
  };
}
