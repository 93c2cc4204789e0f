// What a refresh changes, or would change, in the words of the sidebar.
import type { AskedAbout } from '../../../domain/refresh/doubts.ts';
import type { Asked } from '../../../domain/refresh/questions.ts';
import { countWords } from '../../../ui/age.ts';
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

/** What a refresh changed, or would change, in one sentence. */
export function changesWords(changes: RefreshChanges): string {
  const parts = changesParts(changes);
  if (changes.unchanged) return 'Nothing has changed.';
  // Only the order of the rows, or blank rows between them.
  if (parts.length === 0) return 'The rows are as the query gives them again.';
  return `${parts.join(', ')}.`;
}

function changesParts(changes: RefreshChanges): string[] {
  return [
    changes.rowsAdded > 0 ? `${countWords(changes.rowsAdded, 'row')} added` : '',
    changes.rowsRemoved > 0 ? `${countWords(changes.rowsRemoved, 'row')} removed` : '',
    changes.rowsChanged > 0 ? `${countWords(changes.rowsChanged, 'row')} changed` : '',
    changes.rowsKept ? `${countWords(changes.rowsKept, 'row')} struck through` : '',
    changes.columnsAdded.length > 0 ? `new ${columnWords(changes.columnsAdded)}` : '',
    changes.columnsRemoved.length > 0 ? `${columnWords(changes.columnsRemoved)} removed` : '',
    handWords(changes.cellsEditedByHand),
    changes.headerBack ? 'the deleted header row is back' : '',
  ].filter((part) => part !== '');
}

function handWords(cells: number | null): string {
  if (cells === null) return 'cells changed by hand put back';
  return cells > 0 ? `${countWords(cells, 'cell')} changed by hand put back` : '';
}

function columnWords(names: string[]): string {
  return `${names.length === 1 ? 'column' : 'columns'} ${names.join(', ')}`;
}
