// When a column's numbers are good or bad, as an author writes it: "bad below 0, good at least 100".
import type { ColumnState } from '../../../domain/contract/query.ts';

const words: Record<ColumnState['is'], string> = {
  above: 'above',
  at_least: 'at least',
  below: 'below',
  at_most: 'at most',
  equal: 'equal',
  not_equal: 'not equal',
};

const PART =
  /^(good|warn|bad) (above|at least|below|at most|equal|not equal) (-?\d{1,15}(?:\.\d{1,10})?)$/;

export function statesText(states: readonly ColumnState[]): string {
  return states.map(({ is, than, as }) => `${as} ${words[is]} ${than}`).join(', ');
}

/** Null: it is not written like that. */
export function statesFrom(text: string): ColumnState[] | null {
  const parts = text
    .split(/[,;]/)
    .map((part) => part.trim().toLowerCase().replace(/\s+/g, ' '))
    .filter((part) => part !== '');
  const states = parts.flatMap((part): ColumnState[] => {
    const [, as, is = '', than] = PART.exec(part) ?? [];
    if (as === undefined) return [];
    return [
      {
        is: is.replace(' ', '_') as ColumnState['is'],
        than: Number(than),
        as: as as ColumnState['as'],
      },
    ];
  });
  return states.length === parts.length ? states : null;
}
