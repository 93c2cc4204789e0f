// What is asked before a refresh, in the words of the sidebar.
import type { AskedAbout } from '../../../domain/refresh/doubts.ts';
import type { Asked } from '../../../domain/refresh/questions.ts';
import { changesParts } from '../../../domain/refresh/changes-words.ts';
import type { RefreshChanges } from '../../sidebar-functions.ts';
import type { Question } from '../session.ts';

const titles: Record<AskedAbout, string> = {
  fewRows: 'Take these rows away?',
  columns: 'Put this range right like this?',
  ownRows: 'Do your cells stay with the right rows?',
  editedCells: 'Replace cells changed by hand?',
  removedColumns: 'Remove a column that formulas use?',
  noUndo: 'Refresh without a way back?',
};

const takesAway: readonly AskedAbout[] = ['fewRows', 'editedCells', 'removedColumns', 'noUndo'];

/** What is asked before a refresh. */
export function refreshQuestion({ says, changes, about }: Asked): Question {
  const removed = changes.columnsRemoved.map((name) => `Column ${name} goes`);
  const formulas = changes.formulasReferring.map((cell) => `Formula in ${cell} refers to it`);
  const danger = about.length === 0 || about.some((what) => takesAway.includes(what));
  const [first, ...others] = about;
  return {
    title: first && others.length === 0 ? titles[first] : 'Refresh all the same?',
    sentences: [says, ...otherChanges(changes)],
    list: [...removed, ...formulas],
    yes: danger ? 'Refresh anyway' : 'Yes, refresh',
    danger,
  };
}

// The question has told of the cells changed by hand already.
function otherChanges(changes: RefreshChanges): string[] {
  const parts = changesParts({ ...changes, cellsEditedByHand: 0 });
  return parts.length === 0 ? [] : [`In all: ${parts.join(', ')}.`];
}
