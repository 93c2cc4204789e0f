// Says on a range's card which rows have left the result and stay for what stands beside them, what still counts there, and
// removes them where the person wants it.
import { useState } from 'preact/hooks';
import { countWords } from '../../../ui/age.ts';
import { Icon } from '../../../ui/icon.tsx';
import { countingWords } from '../../../domain/linked-range-note.ts';
import { problemOf } from '../../../ui/loaded.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { LeftRows } from '../../../domain/refresh/left/left-rows.ts';
import type { Going, GoingRow } from '../../../domain/refresh/left/removal.ts';
import type { LinkedRangeView } from '../../sidebar-functions.ts';
import { call } from '../server.ts';
import { useSession, type Question } from '../session.ts';
import { readRanges, type Refreshing } from './use-refresh.ts';

/** More rows are counted. */
const MOST_NAMED = 5;
/** Of longer texts the beginning tells which they are. */
const MOST_CHARACTERS = 40;

interface Props {
  range: LinkedRangeView;
  left: LeftRows;
  refreshing: Refreshing;
}

export function LeftRowsLine({ range, left: { rows, counting }, refreshing }: Props) {
  const [removing, setRemoving] = useState(false);
  const session = useSession();
  if (rows.length === 0) return null;
  const remove = async () => {
    setRemoving(true);
    try {
      const going = await call('askLeftRows', { id: range.id });
      if (!(await session.ask(questionOf(going)))) return;
      session.putRange(await call('removeLeftRows', { id: range.id, rows: going.rows }));
      refreshing.note(range.id, { notes: [doneWords(going)], problem: null });
    } catch (error) {
      void readRanges(session);
      refreshing.note(range.id, refused(problemOf(error)));
    } finally {
      setRemoving(false);
    }
  };
  return (
    <>
      <p class="quiet">
        {countWords(rows.length, 'row')} struck through ({namedRows(rows)}): no longer in the
        result, kept for what you keep beside.{' '}
        <button
          type="button"
          class="plain-button"
          disabled={removing || refreshing.current !== null}
          onClick={() => void remove()}
        >
          Remove?
          <span class="unseen"> The rows struck through in {range.title}</span>
        </button>
      </p>
      {counting.length > 0 && (
        <p class="tone warn">
          <Icon name="warn" />
          {countingWords(counting)}
        </p>
      )}
    </>
  );
}

function questionOf({ rows, stay }: Going): Question {
  return {
    title: `Remove ${countWords(rows.length, 'row')} that left the result?`,
    sentences: [
      'They go from the sheet, with what you keep beside them. “Undo removal” brings them back for six hours, but no comments of Google’s, no pictures and no rules of those cells.',
      ...(stay.length > 0 ? [`${namedRows(stay)} stay: something elsewhere needs them.`] : []),
    ],
    list: rows.map(rowWords),
    yes: 'Remove',
    danger: true,
  };
}

function rowWords({ cell, shows, keeps }: GoingRow): string {
  const beside = keeps.map((one) => `${one.cell} ${shortened(one.shows)}`);
  return [`${cell} ${shortened(shows)}`, ...(beside.length > 0 ? [beside.join(', ')] : [])].join(
    ': ',
  );
}

function doneWords({ rows, stay }: Going): string {
  const gone = `${countWords(rows.length, 'row')} removed, with what stood beside.`;
  return stay.length > 0
    ? `${gone} ${namedRows(stay)} stay: something elsewhere needs them.`
    : gone;
}

function namedRows(cells: string[]): string {
  const more = cells.length - MOST_NAMED;
  const named = cells.slice(0, MOST_NAMED).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

function shortened(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

// The values are as fresh as they were.
function refused(problem: Problem) {
  return { notes: [], problem, besides: true };
}
