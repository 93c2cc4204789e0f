// Which rows of a result are shown, by whether who stands in them was told.
import { useMemo, useState } from 'preact/hooks';
import type { Result } from '../../domain/contract/result.ts';
import type { CellMarks } from '../result/cell-marks.ts';
import type { OnScreen } from '../result/result-table.tsx';
import { listsIn, placesFor, type Among } from './told-result.ts';

export interface ToldRows {
  /** In which somebody of the result stands, the latest first; null: the result says of nobody. */
  lists: string[] | null;
  filter: Among;
  setFilter: (filter: Among) => void;
  countOf: (filter: Among) => number;
  /** What the filter leaves. */
  shown: Result | null;
  /** The marks of the whole result, for the rows that are shown. */
  marksOf: (marks: CellMarks | undefined) => CellMarks | undefined;
  /** Places in the result of the rows on the screen; null: all of them. */
  sentRows: (onScreen: OnScreen | null) => number[] | null;
}

const ALL: Among = { of: 'all' };

export function useTold(last: Result | null): ToldRows {
  const [chosen, setFilter] = useState<Among>(ALL);
  const lists = useMemo(() => (last?.told ? listsIn(last) : null), [last]);
  // A list that is gone filters nothing any more.
  const isThere = chosen.of !== 'since' || lists?.includes(chosen.list) === true;
  const filter = isThere ? chosen : ALL;
  const places = useMemo(() => last && placesFor(last, filter), [last, filter]);
  const shown = useMemo(() => last && rowsAt(last, places), [last, places]);
  return {
    ...{ lists, filter, setFilter, shown },
    countOf: (of) => (last && placesFor(last, of)?.length) ?? last?.rows.length ?? 0,
    marksOf: useMarksAt(places),
    sentRows(onScreen) {
      const at = onScreen?.places.map((place) => places?.[place] ?? place) ?? places;
      return at === null || at.length === last?.rows.length ? null : [...at];
    },
  };
}

function rowsAt(result: Result, places: number[] | null): Result {
  if (places === null) return result;
  const rows = places.map((place) => result.rows[place] ?? []);
  return { ...result, rows, rowCount: rows.length };
}

function useMarksAt(places: number[] | null): ToldRows['marksOf'] {
  return useMemo(() => {
    const known = new WeakMap<CellMarks, CellMarks>();
    return (marks) => {
      if (marks === undefined || places === null) return marks;
      const at = known.get(marks) ?? {
        onCell: (row: number, column: string) => marks.onCell?.(places[row] ?? row, column),
        markOf: (row: number, column: string) => marks.markOf?.(places[row] ?? row, column) ?? null,
      };
      known.set(marks, at);
      return at;
    };
  }, [places]);
}
