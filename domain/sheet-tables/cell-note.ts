// The note at a cell that does not fit its sheet table: what is wrong, and who waits for it. What a person wrote around it stays.
import { shownTime } from '../linked-range-note.ts';

/** The first and the last line of ours. */
const BEGIN = '— Please mend this cell —';
const END = '— Sheetfeed, this note goes by itself —';
const BETWEEN = '\n\n';

/** What is told of a table besides the cell. */
export interface Waiting {
  title: string;
  /** The queries that read it and that everybody may see, by their titles. */
  queries: readonly string[];
  /** How many more. */
  others: number;
  /** Whom to ask. */
  publisher: string;
  /** Of which time the rows are that are read meanwhile; null: there are none. */
  rowsAt: string | null;
  /** The row alone is left out, and all others are read. */
  isLeftOut: boolean;
  /** The server reads the sheet at each run: until the cell is mended there are no rows. */
  isRead?: boolean;
  timeZone: string;
}

/** What the note says of a cell. */
export function mendText(
  { shown, reason }: { shown: string; reason: string },
  waiting: Waiting,
): string {
  const lines = [BEGIN, `"${shown}" ${reason}.`, waitWords(waiting), untilWords(waiting)];
  return [...lines, `Ask ${waiting.publisher} if you do not know.`, END].join('\n');
}

function waitWords({ title, queries, others }: Waiting): string {
  if (queries.length === 0 && others === 0) return `${title} is read by Sheetfeed.`;
  const named = queries.slice(0, 3);
  const rest = queries.length - named.length + others;
  const more = rest === 1 ? '1 more query' : `${rest} more queries`;
  return `Waiting for it: ${[...named, ...(rest > 0 ? [more] : [])].join(', ')}.`;
}

function untilWords({ rowsAt, isLeftOut, isRead, timeZone }: Waiting): string {
  if (isLeftOut) return 'Until then this row is left out.';
  if (isRead) return 'Until then they give nothing.';
  if (rowsAt === null) return 'Until then there are no rows to read.';
  return `Until then everybody sees what stood here on ${shownTime(rowsAt, timeZone)}.`;
}

/** Whether a note has our part. */
export function asksToMend(note: string): boolean {
  return ourPart(note) !== null;
}

/** A note with our part as it is now; null: without it, as its person wrote it. */
export function noteToMend(note: string, text: string | null): string {
  const ours = ourPart(note);
  const [before, after] = ours ? [note.slice(0, ours.from), note.slice(ours.to)] : [note, ''];
  if (text === null) return before + after;
  return `${before}${before === '' ? '' : BETWEEN}${text}${after}`;
}

interface Part {
  from: number;
  to: number;
}

// With what parts it from the person's.
function ourPart(note: string): Part | null {
  const begin = note.indexOf(BEGIN);
  const end = note.indexOf(END, begin);
  if (begin < 0 || end < 0) return null;
  const isParted = note.slice(0, begin).endsWith(BETWEEN);
  return { from: isParted ? begin - BETWEEN.length : begin, to: end + END.length };
}
