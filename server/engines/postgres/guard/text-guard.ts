// What may be sent to a data source at all, by its text: one SELECT, read by PostgreSQL's own parser.
import { Problem } from '../../../../domain/problem.ts';
import type { Parser, Reading } from '../statement/parser.ts';
import { noSheetTables, type SheetTables } from '../../sheet-tables.ts';
import { authorPosition, positionAt, withNames } from '../statement/position.ts';

/** A longer text is refused before anything reads it. */
const MAX_TEXT_BYTES = 256 * 1024;
const MAX_NODES = 200_000;
/** Each column of them is a parameter, of which PostgreSQL takes 65,535. */
const MAX_SHEET_TABLES = 100;

/** Relations that show secrets, other members' queries, or rows past the rights of the tables. */
const CLOSED_RELATIONS = new Set([
  'pg_authid',
  'pg_shadow',
  'pg_user_mapping',
  'pg_user_mappings',
  'pg_largeobject',
  'pg_statistic',
  'pg_statistic_ext_data',
  'pg_subscription',
  'pg_stat_activity',
  'pg_stat_replication',
  'pg_stat_wal_receiver',
  'pg_stat_subscription',
  'pg_stat_ssl',
  'pg_stat_gssapi',
  'pg_stat_statements',
  'pg_hba_file_rules',
  'pg_ident_file_mappings',
  'pg_file_settings',
  'pg_db_role_setting',
  'pg_backend_memory_contexts',
  'pg_shmem_allocations',
  'pg_config',
  'user_mapping_options',
]);
const SYSTEM_SCHEMAS = new Set([null, 'pg_catalog', 'information_schema']);

/**
 * Reads the text and refuses what is not one harmless SELECT. `declared` names its parameters; null takes
 * every candidate for one; `sheetTables` tells which sheet tables it may read. Throws Problem sql_not_allowed, sql_invalid or unknown_parameter.
 */
export async function readStatement(
  parser: Parser,
  sql: string,
  declared: readonly string[] | null,
  sheetTables: SheetTables = noSheetTables,
): Promise<Reading> {
  checkText(sql);
  const reading = await readWithTables(parser, { sql, declared, sheetTables });
  if (reading.error) throw syntaxProblem(sql, reading);
  if (reading.dollarParameter !== null) throw dollarProblem(sql, reading.dollarParameter);
  checkStatements(reading.statements);
  checkInside(sql, reading);
  return reading;
}

// By what the parser found: a text that reads no sheet table costs nothing more.
async function readWithTables(
  parser: Parser,
  {
    sql,
    declared,
    sheetTables,
  }: { sql: string; declared: readonly string[] | null; sheetTables: SheetTables },
): Promise<Reading> {
  const reading = await parser.read(sql, declared);
  const inSheet = reading.relations.filter(({ schema }) => schema === 'sheet');
  const tables = [...new Set(inSheet.map(({ name }) => name))].flatMap((name) => {
    const columns = sheetTables(name);
    return columns === null ? [] : [{ name, columns }];
  });
  if (tables.length > MAX_SHEET_TABLES)
    throw refused(`The query reads more than ${MAX_SHEET_TABLES} sheet tables.`);
  return tables.length === 0 ? reading : parser.read(sql, declared, tables);
}

function checkText(sql: string): void {
  // PostgreSQL's parser reads no text of no length; blanks and comments alone it finds empty itself.
  if (sql === '') throw emptyQuery();
  if (Buffer.byteLength(sql) > MAX_TEXT_BYTES) {
    throw refused(
      'The query is longer than 256 KB. Make it shorter; lists belong into a parameter.',
    );
  }
  const nul = sql.indexOf('\0');
  if (nul >= 0) throw refused('The query holds a NUL character.', positionAt(sql, nul));
  if (/\p{Surrogate}/u.test(sql))
    throw refused('The query holds broken characters. Type them again.');
}

function emptyQuery(): Problem {
  return new Problem('sql_invalid', 'The query is empty. Write a SELECT statement.');
}

function checkStatements(kinds: string[]): void {
  const [kind] = kinds;
  if (kind === undefined) {
    throw emptyQuery();
  }
  if (kinds.length > 1)
    throw refused('The query holds more than one statement. Save each on its own.');
  if (kind === 'ExplainStmt') {
    throw refused('EXPLAIN cannot be saved as a query. Run the SELECT itself.');
  }
  if (kind !== 'SelectStmt') {
    throw refused('Only SELECT statements run here: nothing can be changed through Sheetfeed.');
  }
}

function checkInside(sql: string, reading: Reading): void {
  if (reading.nested.length > 0) {
    throw refused(
      'The query holds a statement that changes data. Only SELECT is allowed, also inside WITH.',
    );
  }
  if (reading.clauses.includes('intoClause'))
    throw refused('SELECT INTO would make a table. Leave INTO out.');
  if (reading.clauses.includes('lockingClause'))
    throw refused('FOR UPDATE and FOR SHARE lock rows. Leave them out.');
  if (reading.clauses.length > 0)
    throw refused('WHERE CURRENT OF needs a cursor, which queries do not have.');
  if (reading.nodes > MAX_NODES)
    throw refused('The query is too large to be checked. Make it simpler.');
  const closed = reading.relations.find(
    ({ schema, name }) =>
      CLOSED_RELATIONS.has(name) &&
      (SYSTEM_SCHEMAS.has(schema) || name.startsWith('pg_stat_statements')),
  );
  if (!closed) return;
  // Locations count bytes; the catalog's names are found again by name, which is enough to point at.
  const at = sql.toLowerCase().indexOf(closed.name);
  throw refused(
    `${closed.name} cannot be read here: ${whatShows(closed.name)}.`,
    at < 0 ? {} : positionAt(sql, at),
  );
}

function whatShows(relation: string): string {
  return relation.startsWith('pg_stat_') ? 'it shows what others do' : 'it may show secrets';
}

function syntaxProblem(sql: string, reading: Reading): Problem {
  const { error, undeclared } = reading;
  if (!error || error.gaveUp)
    return refused('The query is too deep or too long to be checked. Make it simpler.');
  const [missing] = undeclared;
  if (missing) {
    const detail = `The query uses :${missing.name}, which is not declared. Declare the parameter ${missing.name}, or correct its name.`;
    return new Problem('sql_invalid', detail, {
      parameter: missing.name,
      ...positionAt(sql, missing.start),
    });
  }
  const place = error.position === null ? {} : authorPosition(sql, reading, error.position);
  if (/memory exhausted/.test(error.message)) {
    return refused('The query is too deeply nested to be checked. Make it simpler.');
  }
  const hint = reading.quotedParameter
    ? { hint: 'Write :name without quotes: values are always passed apart from the text.' }
    : {};
  const told = withNames(error.message, reading);
  const message = `${told.charAt(0).toUpperCase()}${told.slice(1)}.`;
  return new Problem('sql_invalid', message, { sqlState: '42601', ...place, ...hint });
}

function dollarProblem(sql: string, offset: number): Problem {
  const detail = 'The query uses $1. Write parameters as :name, and declare them.';
  return new Problem('sql_invalid', detail, { ...positionAt(sql, offset) });
}

function refused(detail: string, place: { line?: number; column?: number } = {}): Problem {
  return new Problem('sql_not_allowed', detail, place);
}
