// What is asked of the person before a refresh takes something of theirs away.
import { placeNamed } from '../cells/cell-name.ts';
import { Fingerprint } from '../cells/fingerprint.ts';
import type { LinkedRange } from '../linked-range.ts';
import { Problem } from '../problem.ts';
import { noChanges, withFormulas } from './changes.ts';
import type { RefreshChanges } from './changes.ts';
import { ASKED_ABOUT, doubtsOf, fewRowsReasons } from './doubts.ts';
import type { AskedAbout, Reason } from './doubts.ts';
import type { Prepared, RangeNow } from './prepare.ts';
import type { Rules } from './sheet.ts';

/** What the person has said yes to, so that a refresh need not ask again. */
export interface Confirmed extends Partial<Record<AskedAbout, boolean>> {
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
  /** Each thing that it asks about. */
  about: AskedAbout[];
  /** What the refresh would change. */
  changes: RefreshChanges;
  /** To be given with the refresh once the person has said yes. */
  yes: Confirmed;
}

/** What a problem asks that `askFirst` threw, or that says whom a range wants to run as; null for any other problem. */
export function askedBy({ code, message: says, extras }: Problem): Asked | null {
  if (code !== 'needs_confirmation') return null;
  const { agree, title } = extras;
  if (typeof agree === 'string') {
    const runs = typeof title === 'string' ? title : '';
    return { says, changes: noChanges(), about: [], yes: { agreed: agree }, runs };
  }
  const { preview: changes = noChanges(), asked, about = [] } = extras as Partial<Question>;
  // That there is no way back is asked by itself, once the rest is answered.
  const told = ASKED_ABOUT.filter((what) => what !== 'noUndo' || about.includes(what));
  const yes: Confirmed = Object.fromEntries(told.map((what) => [what, true]));
  return { says, changes, about, yes: asked === undefined ? yes : { ...yes, asked } };
}

/** What such a problem carries. */
interface Question {
  preview: RefreshChanges;
  asked: string;
  about: AskedAbout[];
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
  const reasons = reasonsFor(now.linked, prepared, preview);
  const open = reasons.filter(({ about }) => !isAnswered || confirmed[about] !== true);
  if (open.length > 0) throw questionOf(open, prepared, preview);
}

/** Throws Problem needs_confirmation where somebody would have to be asked what is theirs, or whether the rows may go. */
export function refuseUnasked(
  { linked }: RangeNow,
  prepared: Prepared,
  changes: RefreshChanges,
): void {
  const few = linked.options.keepsOldRows ? fewRowsReasons(linked, prepared) : [];
  const reasons = [...few, ...doubtsOf(prepared)];
  const [first] = reasons;
  if (!first) return;
  const says = 'Refresh the range by hand to answer; until then nothing is changed.';
  throw questionOf([...reasons, { ...first, says }], prepared, changes);
}

/** Throws Problem needs_confirmation where nobody has said that it may be done although it cannot be taken back. */
export function refuseLasting(
  prepared: Prepared,
  { changes, confirmed }: { changes: RefreshChanges; confirmed: Confirmed },
): void {
  const isAnswered = confirmed.asked === undefined || confirmed.asked === questionPrint(prepared);
  if (isAnswered && confirmed.noUndo) return;
  const says =
    'This refresh replaces more than Google keeps for an undo, so it cannot be taken back with Sheetfeed. Google’s own version history still has the sheet as it is now.';
  throw questionOf([{ about: 'noUndo', says }], prepared, changes);
}

function questionOf(reasons: Reason[], prepared: Prepared, preview: RefreshChanges): Problem {
  const about = [...new Set(reasons.map((reason) => reason.about))];
  const question: Question = { preview, asked: questionPrint(prepared), about };
  const says = reasons.map((reason) => reason.says).join(' ');
  return new Problem('needs_confirmation', says, { ...question });
}

function reasonsFor(
  linked: LinkedRange,
  prepared: Prepared,
  { cellsEditedByHand, editedAreas, formulasReferring }: RefreshChanges,
): Reason[] {
  const reasons = [...fewRowsReasons(linked, prepared), ...doubtsOf(prepared)];
  if (cellsEditedByHand !== 0) {
    const says = editedWords(cellsEditedByHand, editedAreas ?? []);
    reasons.push({ about: 'editedCells', says });
  }
  if (formulasReferring.length > 0) {
    const names = prepared.arrangement.vanished.map(({ label }) => label).join(', ');
    reasons.push({
      about: 'removedColumns',
      says: `The query no longer has ${names}, and formulas refer to it. Going on removes the column.`,
    });
  }
  return reasons;
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
