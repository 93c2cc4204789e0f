// The comments about what a page shows: loaded, and told to the table, so that a row says what was said of it.
import { useCallback, useMemo, useState } from 'preact/hooks';
import type { About, ThreadList } from '../../domain/contract/talk/comment.ts';
import { keyPlaces, rowKeyOf, ThreadsByRow, type KeyedResult } from '../../ui/comments/row-key.ts';
import { WHOLE, type Target } from '../../ui/comments/target.ts';
import { useLoaded, type Loaded } from '../../ui/loaded.ts';
import { ask } from '../frame/ask.ts';
import type { CellMarks } from '../result/cell-marks.ts';

export interface Talk {
  about: About;
  loaded: Loaded<ThreadList>;
  again: () => void;
  /** The last that was loaded, also while it is loaded anew. */
  list: ThreadList | null;
  result: KeyedResult | null;
  /** Null: rows cannot be told apart. */
  places: number[] | null;
  target: Target;
  setTarget: (target: Target) => void;
  marks: CellMarks;
}

export function useTalk(about: About, result: KeyedResult | null): Talk {
  const [list, setList] = useState<ThreadList | null>(null);
  const [loaded, again] = useLoaded(about, async () => {
    const found = await ask('GET comments', { query: { about } });
    setList(found);
    return found;
  });
  const [target, setTarget] = useState<Target>(WHOLE);
  const places = useMemo(() => (result === null ? null : keyPlaces(result)), [result]);
  const choose = useCallback(
    (row: number, column: string) => {
      if (result === null || places === null) return;
      setTarget({ row: rowKeyOf(result, places, row), column });
    },
    [result, places],
  );
  const marks = useMarks({ list, result, places, choose });
  return { about, loaded, again, list, result, places, target, setTarget, marks };
}

type Marking = Pick<Talk, 'list' | 'result' | 'places'> & { choose: CellMarks['onCell'] };

function useMarks({ list, result, places, choose }: Marking): CellMarks {
  return useMemo(() => {
    const names = (places ?? []).map((place) => result?.columns[place]?.name ?? '');
    const said = new ThreadsByRow(list?.threads ?? [], names);
    const [first] = names;
    return {
      onCell: choose,
      markOf(row, column) {
        if (said.size === 0 || result === null || places === null) return null;
        const threads = said.of(rowKeyOf(result, places, row));
        // A row's own stand at the column that names it, a cell's at the cell.
        const here = threads.filter((thread) => (thread.column ?? first) === column);
        return here.length === 0 ? null : { count: here.length, address: `#thread-${here[0]?.id}` };
      },
    };
  }, [list, result, places, choose]);
}
