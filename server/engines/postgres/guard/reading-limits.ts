// What a query may make PostgreSQL do while it only reads the text, before there are trees to look at. Reading cannot be
// cancelled for long stretches, and its memory has no other bound.
import { Problem } from '../../../../domain/problem.ts';
import type { Session } from '../session/session.ts';
import type { Growth, Reading } from '../statement/parser.ts';
import { MAX_ROW_BYTES } from '../wire/connect.ts';
import { expandedViews } from './view-weight.ts';
import { textArray, writtenName } from './written-names.ts';

// Each costs PostgreSQL some 300 to 500 MB at the limit; what comes near it has trees that are too long to be shown.
const MOST_COPIES = 1_000_000;
const MOST_COLUMNS = 1_000_000;
const MOST_VIEWS = 5_000;
// Each costs some seconds at the limit, of which none can be cancelled. 5,000 in one FROM or one sort; a CUBE of twelve
// comes to a third of the most.
const MOST_PAIRS = 25_000_000;
const MOST_GROUPED = 150_000;
/** Names without a table, times the columns that they could be. */
const MOST_NAMED = 250_000_000;
const DEEPEST = 200;
/** Columns times the depth: each SELECT writes out those of the one within, and the planner passes them through all. */
const MOST_COLUMNS_IN_DEPTH = 6_000_000;
/** No relation has more columns (MaxHeapAttributeNumber). */
const WIDEST_RELATION = 1_600;
/** Of relations that PostgreSQL does not know: sheet tables have no more. */
const UNKNOWN_COLUMNS = 100;

const COLUMNS = `
  select (select c.relnatts from pg_catalog.pg_class c where c.oid = pg_catalog.to_regclass(name))
  from unnest($1::text[]) with ordinality as named(name, place) order by place`;

/** Throws Problem sql_not_allowed where PostgreSQL would grow without end while it reads the text. */
export async function checkReading(session: Session, { growth }: Reading): Promise<void> {
  if (growth.copies > MOST_COPIES) {
    throw refused(
      'its BETWEEN, IN, JSON_ARRAY or .* stand within one another so that PostgreSQL copies their parts too many times. Nest them less',
    );
  }
  if (growth.pairs > MOST_PAIRS) {
    throw refused(
      'too many tables, sorts or conditions stand beside each other. Put long lists into a parameter',
    );
  }
  if (growth.grouped > MOST_GROUPED)
    throw refused('its GROUPING SETS come to too much. Group by fewer columns, or by fewer sets');
  if (growth.depth > DEEPEST)
    throw refused(`more than ${DEEPEST} queries stand within each other. Nest them less`);
  const most = Math.min(MOST_COLUMNS, MOST_COLUMNS_IN_DEPTH / Math.max(1, growth.depth));
  if ((await columnsOf(session, growth, { what: 'columns', most })) > most) {
    throw refused(
      'its joins and stars come to too many columns. Join fewer tables, nest less, or name the columns',
    );
  }
  if ((await columnsOf(session, growth, { what: 'named', most: MOST_NAMED })) > MOST_NAMED) {
    throw refused(
      'its names of columns are looked for among too many columns. Put the table in front of each name',
    );
  }
  const { views, bytes } = await expandedViews(session, growth.relations);
  if (views > MOST_VIEWS || bytes > MAX_ROW_BYTES)
    throw refused('its views, each put in the place of every reference, come to too much');
}

// Most texts are well within the limit however wide their tables are.
async function columnsOf(
  session: Session,
  growth: Growth,
  { what, most }: { what: 'columns' | 'named'; most: number },
): Promise<number> {
  const { [what]: counted, relations } = growth;
  const written = relations.reduce((sum, relation) => sum + relation[what], 0);
  if (counted + written * WIDEST_RELATION <= most) return 0;
  const widths = (await session.lookUp(COLUMNS, [textArray(relations.map(writtenName))])).flat();
  return relations.reduce(
    (sum, relation, index) => sum + relation[what] * Number(widths[index] ?? UNKNOWN_COLUMNS),
    counted,
  );
}

function refused(reason: string): Problem {
  return new Problem('sql_not_allowed', `The query cannot be read: ${reason}.`);
}
