// Reads a query's text with its data source's engine, as every run and every look at it does.
import { Problem } from '../../domain/problem.ts';
import type { EngineSource, ReadText } from '../engines/engine.ts';
import type { SheetTables } from '../engines/sheet-tables.ts';

/** A text, and what it selects from where it is that of a selection. */
export interface QueryText {
  sql: string;
  /**
   * What stands in `sql` as its author wrote it. Around it stands what was chosen by somebody who may write no SQL: with a
   * quote left open in the one, a value of the other would be read as SQL.
   */
  selectsFrom?: string | undefined;
  /** Why it may not be read, in words. */
  refused?: string | undefined;
}

/** Throws Problem sql_not_allowed for what is refused, and what `EngineSource.read` throws, also for what is selected from when that is no statement by itself. */
export async function readQuery(
  engine: EngineSource,
  { sql, selectsFrom, refused }: QueryText,
  { declared, tables }: { declared: readonly string[] | null; tables: SheetTables },
): Promise<ReadText> {
  if (refused !== undefined) throw new Problem('sql_not_allowed', refused);
  if (selectsFrom !== undefined) await engine.read(selectsFrom, declared, tables);
  return engine.read(sql, declared, tables);
}
