// What is asked of the person before a refresh takes something of theirs away.
import { cellAreas } from '../cells/cell-areas.ts';
import { placeName, placeNamed } from '../cells/cell-name.ts';
import { Fingerprint } from '../cells/fingerprint.ts';
import { Problem } from '../problem.ts';
import { NAMED_CELLS, noChanges, withFormulas } from './changes.ts';
import type { RefreshChanges } from './changes.ts';
import type { Prepared, RangeNow } from './prepare.ts';
import type { Rules } from './sheet.ts';

/** What the person has said yes to, so that a refresh need not ask again. */
export interface Confirmed {
  editedCells?: boolean;
  removedColumns?: boolean;
  ownCells?: boolean;
  /** Of the question that was answered (`asked` of its problem): the yes counts for that refresh and for no other. */
  asked?: string;
}

/** What a refresh asked of the person. */
export interface Asked {
  /** In a sentence or more. */
  says: string;
  /** What the refresh would change. */
  changes: RefreshChanges;
  /** To be given with the refresh once the person has said yes. */
  yes: Confirmed;
}

/** What a problem asks that `askFirst` threw; null for any other problem. */
export function askedBy({ code, message, extras }: Problem): Asked | null {
  if (code !== 'needs_confirmation') return null;
  const { preview = noChanges(), asked } = extras as Partial<Question>;
  const all = { editedCells: true, removedColumns: true, ownCells: true };
  return { says: message, changes: preview, yes: asked === undefined ? all : { ...all, asked } };
}

/** What such a problem carries. */
interface Question {
  preview: RefreshChanges;
  asked: string;
}

/**
 * Throws Problem needs_confirmation where a refresh would take something of the person's away. It carries what
 * the refresh changes, and what stands for the question when it is answered.
 */
export function* askFirst(
  now: RangeNow,
  prepared: Prepared,
  { changes, confirmed }: { changes: RefreshChanges; confirmed: Confirmed },
): Rules<void> {
  const preview = yield* withFormulas(now, prepared, changes);
  const { asked } = confirmed;
  const isAnswered = asked === undefined || asked === questionPrint(prepared);
  const reasons = reasonsFor(preview, prepared, isAnswered ? confirmed : {});
  if (reasons.length === 0) return;
  const question: Question = { preview, asked: questionPrint(prepared) };
  throw new Problem('needs_confirmation', reasons.join(' '), { ...question });
}

function reasonsFor(
  { cellsEditedByHand, editedAreas, formulasReferring }: RefreshChanges,
  prepared: Prepared,
  confirmed: Confirmed,
): string[] {
  const reasons: string[] = [];
  if (cellsEditedByHand !== 0 && !confirmed.editedCells) {
    reasons.push(editedWords(cellsEditedByHand, editedAreas ?? []));
  }
  if (prepared.ownCells.length > 0 && !confirmed.ownCells) {
    reasons.push(
      `Rows go in which you keep something of your own: ${ownAreas(prepared)}. It would go with them.`,
    );
  }
  if (formulasReferring.length > 0 && !confirmed.removedColumns) {
    const names = prepared.arrangement.vanished.map(({ label }) => label).join(', ');
    reasons.push(
      `The query no longer has ${names}, and formulas refer to it. Going on removes the column.`,
    );
  }
  return reasons;
}

// Other cells in the sheet, another result or other surroundings make another refresh, and another question.
function questionPrint({ plan, present, ownCells }: Prepared): string {
  const print = new Fingerprint();
  print.add(JSON.stringify([plan.operations, plan.rows, present, ownCells]));
  return print.value.toString(36);
}

function ownAreas({ ownCells }: Prepared): string {
  const places = ownCells.flatMap(({ name }) => placeNamed(name) ?? []);
  const areas = cellAreas(places.map(({ row, column }) => [row, column] as const)).map(placeName);
  const named = areas.slice(0, NAMED_CELLS);
  return `${named.join(', ')}${moreWords(places.length, named)}`;
}

function editedWords(count: number | null, areas: string[]): string {
  const subject =
    count === null
      ? 'Cells were'
      : count === 1
        ? '1 cell was'
        : `${count.toLocaleString('en-US')} cells were`;
  const named = areas.length === 0 ? '' : ` (${areas.join(', ')}${moreWords(count, areas)})`;
  return `${subject} changed by hand${named} and would get the database's values back.`;
}

function moreWords(count: number | null, areas: string[]): string {
  const sizes = areas.map(placeNamed).map((place) => (place ? place.rows * place.columns : 0));
  const more = (count ?? 0) - sizes.reduce((sum, size) => sum + size, 0);
  return more > 0 ? ` and ${more.toLocaleString('en-US')} more` : '';
}
