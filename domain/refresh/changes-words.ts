// What a refresh changes, or would change, in the words of a person.
import { counted } from '../linked-range-note.ts';
import type { RefreshChanges } from './changes.ts';

/** What a refresh changed, or would change, in one sentence. */
export function changesWords(changes: RefreshChanges): string {
  const parts = changesParts(changes);
  if (changes.unchanged) return 'Nothing has changed.';
  // Only the order of the rows, or blank rows between them.
  if (parts.length === 0) return 'The rows are as the query gives them again.';
  return `${parts.join(', ')}.`;
}

/** The same, each part by itself. */
export function changesParts(changes: RefreshChanges): string[] {
  return [
    changes.rowsAdded > 0 ? `${counted(changes.rowsAdded, 'row')} added` : '',
    changes.rowsRemoved > 0 ? `${counted(changes.rowsRemoved, 'row')} removed` : '',
    changes.rowsChanged > 0 ? `${counted(changes.rowsChanged, 'row')} changed` : '',
    changes.rowsKept ? `${counted(changes.rowsKept, 'row')} struck through` : '',
    changes.columnsAdded.length > 0 ? `new ${columnWords(changes.columnsAdded)}` : '',
    changes.columnsRemoved.length > 0 ? `${columnWords(changes.columnsRemoved)} removed` : '',
    handWords(changes.cellsEditedByHand),
    changes.headerBack ? 'the deleted header row is back' : '',
  ].filter((part) => part !== '');
}

function handWords(cells: number | null): string {
  if (cells === null) return 'cells changed by hand put back';
  return cells > 0 ? `${counted(cells, 'cell')} changed by hand put back` : '';
}

function columnWords(names: string[]): string {
  return `${names.length === 1 ? 'column' : 'columns'} ${names.join(', ')}`;
}
