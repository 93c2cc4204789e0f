// Inserts a query's result: runs it, and asks where something stands in its way.
import { countWords } from '../../../ui/age.ts';
import { problemOf } from '../../../ui/loaded.ts';
import type {
  AskedQuery,
  InsertTarget,
  RangeOptions,
  RefreshView,
  TargetView,
} from '../../sidebar-functions.ts';
import type { FinishedRun, RunSteps } from '../run-steps.ts';
import { call } from '../server.ts';
import type { Choice, Session, View } from '../session.ts';

/** A query of which nothing is selected: what a range shows is what a query gives. */
export type WholeQuery = Required<Omit<AskedQuery, 'selection'>>;

interface Insertion extends WholeQuery {
  target: InsertTarget;
  /** How many columns and rows come, as far as the preview knows; null: as many rows as the query gives. */
  columns: number;
  rows: number | null;
  chosen?: Pick<RangeOptions, 'columns' | 'filter' | 'sort'>;
  /** It is drawn beside. */
  picture?: boolean;
  /** One that is under way, or done a moment ago. */
  run: string | null;
}

/**
 * Runs the query, asks where something stands in its way, and writes the result; gives the view of its linked range. Null
 * where the person chose none of the ways.
 */
export async function insert(
  asked: Insertion,
  { steps, session }: { steps: RunSteps; session: Session },
): Promise<View | null> {
  const { slug, values, exactText } = asked;
  const done = await steps.finish({ slug, values, exactText }, asked.run);
  const inserted = await insertOrAsk(asked, { done, steps, session });
  if (!inserted) return null;
  session.putRange(inserted.range);
  session.noteRecent(slug);
  session.drafts.delete(slug);
  const stands = `${countWords(inserted.range.rowCount, 'row')} inserted.`;
  return {
    name: 'ranges',
    range: inserted.range.id,
    notes: [stands, ...inserted.notes],
    warnings: inserted.warnings,
  };
}

interface Going {
  done: FinishedRun;
  steps: RunSteps;
  session: Session;
}

/** A way to insert: at a target, and whether what stands there moves to a tab of its own. */
interface Way {
  target: InsertTarget;
  moves: boolean;
}

const ways: Record<string, Way> = {
  below: { target: 'below', moves: false },
  newTab: { target: 'newTab', moves: false },
  move: { target: 'selection', moves: true },
};

async function insertOrAsk(
  { target, ...asked }: Insertion,
  { done, steps, session }: Going,
): Promise<RefreshView | null> {
  const describe = () =>
    call('describeTarget', {
      target,
      slug: asked.slug,
      columns: asked.columns,
      rows: asked.rows ?? done.rowCount,
    });
  const write = ({ columns: _c, rows: _r, run: _run, ...way }: Omit<Insertion, 'target'> & Way) =>
    steps.writing(done.rowCount, () =>
      call('insertRange', { ...way, run: done.run, finished: true }),
    );
  const choose = async (said: string | null) => {
    const chosen = await session.choose(roomQuestion(await describe(), said));
    const way = chosen === null ? undefined : ways[chosen];
    return way ? write({ ...asked, ...way }) : null;
  };
  if (target === 'selection' && (await describe()).coveredCount > 0) return choose(null);
  return write({ ...asked, target, moves: false }).catch((error) => {
    const problem = problemOf(error);
    if (problem.code !== 'needs_confirmation') throw problem;
    return choose(problem.message);
  });
}

function roomQuestion(place: TargetView, said: string | null): Choice {
  const { covered, coveredCount } = place;
  const more = coveredCount - covered.length;
  const cells = countWords(coveredCount, 'cell');
  return {
    title: 'Something stands there',
    sentences: [
      said ??
        `The result would stand at ${place.place}, where ${cells} already ${coveredCount === 1 ? 'holds' : 'hold'} something.`,
    ],
    list: more > 0 ? [...covered, `and ${new Intl.NumberFormat().format(more)} more`] : covered,
    ways: [
      { name: 'below', label: 'Insert below it' },
      { name: 'newTab', label: 'Insert into a new tab' },
      { name: 'move', label: 'Move what stands there to a new tab' },
    ],
  };
}
