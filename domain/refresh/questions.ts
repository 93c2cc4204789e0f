// What is asked of the person before a refresh takes something of theirs away.
import { placeNamed } from '../cells/cell-name.ts';
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
  /** How rows are found again beside which something of the person's stands. */
  ownRows?: boolean;
  /** Of the question whether it may run as them: the yes counts for this query with these values. */
  agreed?: string;
  /** Of the question that was answered (`asked` of its problem): the yes counts for that refresh and for no other. */
  asked?: string;
}

/** What a refresh asked of the person. */
export interface Asked {
  /** The query that wants to run as them, where that is the question. */
  runs?: string;
  /** In a sentence or more. */
  says: string;
  /** What the refresh would change. */
  changes: RefreshChanges;
  /** To be given with the refresh once the person has said yes. */
  yes: Confirmed;
}

/** What a problem asks that `askFirst` threw, or that says whom a range wants to run as; null for any other problem. */
export function askedBy({ code, message, extras }: Problem): Asked | null {
  if (code !== 'needs_confirmation') return null;
  const { agree, title } = extras;
  if (typeof agree === 'string') {
    const runs = typeof title === 'string' ? title : '';
    return { says: message, changes: noChanges(), yes: { agreed: agree }, runs };
  }
  const { preview = noChanges(), asked } = extras as Partial<Question>;
  const all = { editedCells: true, removedColumns: true, ownRows: true };
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
  const reasons = confirmed.ownRows ? [] : standingReasons(prepared);
  if (cellsEditedByHand !== 0 && !confirmed.editedCells) {
    reasons.push(editedWords(cellsEditedByHand, editedAreas ?? []));
  }
  if (formulasReferring.length > 0 && !confirmed.removedColumns) {
    const names = prepared.arrangement.vanished.map(({ label }) => label).join(', ');
    reasons.push(
      `The query no longer has ${names}, and formulas refer to it. Going on removes the column.`,
    );
  }
  return reasons;
}

/** Throws Problem needs_confirmation where somebody would have to be asked about what they keep beside the rows. */
export function refuseUnasked(prepared: Prepared, changes: RefreshChanges): void {
  const reasons = standingReasons(prepared);
  if (reasons.length === 0) return;
  const question: Question = { preview: changes, asked: questionPrint(prepared) };
  const says = [...reasons, 'Refresh the range by hand to answer; until then nothing is changed.'];
  throw new Problem('needs_confirmation', says.join(' '), { ...question });
}

// What may put something of the person's beside a row that it does not belong to, or leave it beside a dead one.
function standingReasons({ standing, edited }: Prepared): string[] {
  if (standing === null) return [];
  const { key, unfound, ownRows, twice } = standing;
  const reasons: string[] = [];
  const names = key.columns.map(({ label }) => label).join(' and ');
  if (key.by === 'guess' && !standing.isSure) {
    reasons.push(
      `You keep something beside these rows, and rows come, go or change their order. They would be told apart by ${names}: your cells stay beside the row of the same ${names}. Not by these? Then leave it, and choose others in the options of this range.`,
    );
  }
  if (key.lost) {
    reasons.push(
      `Rows are told apart by ${key.lost.join(' and ')}, which does not name each row of this result once. Only a row that is as it was would be found again.`,
    );
  }
  if (twice.length > 0) {
    reasons.push(
      `You keep something beside several rows that have the same ${names}: ${named(twice)}. Only one of them can be the row of the result.`,
    );
  }
  const few = unfound.length * 2 > ownRows;
  if (unfound.length > 0 && (few || edited)) {
    reasons.push(
      `${unfound.length} of the ${ownRows} rows beside which you keep something are not in the result any more: ${named(unfound.flat())}. They would stay, grey and struck through.`,
    );
  }
  return reasons;
}

function named(cells: string[]): string {
  const more = cells.length - NAMED_CELLS;
  return `${cells.slice(0, NAMED_CELLS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

// Other cells in the sheet, another result or other surroundings make another refresh, and another question.
function questionPrint({ plan, present }: Prepared): string {
  const print = new Fingerprint();
  print.add(JSON.stringify([plan.operations, plan.rows, present]));
  return print.value.toString(36);
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
