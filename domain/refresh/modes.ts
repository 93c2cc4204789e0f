// How a linked range takes a new result: a row for each mode. The sidebar offers these, records name them, and the rules
// ask this table and nothing else about a mode; which rows go where is decided in layout.ts, by `rows`.

export interface Mode {
  /** What it is called, and what it does, as the options say it. */
  label: string;
  says: string;
  /** Whether a result is written into the range, or into a tab of its own. */
  writes: 'range' | 'newTab';
  /** Whether the result takes the place of the rows, is added below them, or finds its rows again by their keys. */
  rows: 'replaced' | 'added' | 'matched';
  /** The person chooses columns that name a row, and how many columns beside move with it. */
  hasKeys: boolean;
  /** A range that shows the result already need not be given it again. */
  showsSameAgain: boolean;
  /** The rows of a run are added once, with the time: the same run again adds nothing. */
  tellsWhenAdded: boolean;
  /** How a row is told to be the same one before and after: by its place, or by what it holds. */
  sameRowBy: 'place' | 'content';
}

const modes = {
  replace: {
    label: 'Replace',
    says: 'The rows are always those of the last refresh.',
    ...{ writes: 'range', rows: 'replaced', sameRowBy: 'content' },
    ...{ hasKeys: false, showsSameAgain: true, tellsWhenAdded: false },
  },
  append: {
    label: 'Add below',
    says: 'Each refresh adds its rows under the others; a column says when each came.',
    ...{ writes: 'range', rows: 'added', sameRowBy: 'place' },
    ...{ hasKeys: false, showsSameAgain: false, tellsWhenAdded: true },
  },
  match: {
    label: 'Match rows',
    says: 'Rows are found again by their key, so that your own columns stay beside them.',
    ...{ writes: 'range', rows: 'matched', sameRowBy: 'place' },
    ...{ hasKeys: true, showsSameAgain: true, tellsWhenAdded: false },
  },
  snapshot: {
    label: 'New tab each time',
    says: 'Each refresh makes a dated tab; older ones stay.',
    ...{ writes: 'newTab', rows: 'replaced', sameRowBy: 'place' },
    ...{ hasKeys: false, showsSameAgain: false, tellsWhenAdded: false },
  },
} as const satisfies Record<string, Mode>;

export type RangeMode = keyof typeof modes;

export const MODES: Readonly<Record<RangeMode, Mode>> = modes;

/** The modes in the order in which they are offered. */
export const RANGE_MODES = Object.keys(MODES) as RangeMode[];
