// The note on a range's header cell: how fresh it is, for those who see the sheet without the add-on.
import type { LinkedRange } from './linked-range.ts';
import { FAILURES_TOLD } from './schedule-words.ts';
import { TEXT_FORMAT } from './cells/cell.ts';
import type { Losses } from './cells/cell.ts';
import { millisecondsOfSerial, serialOfDateObject } from './cells/wall-clock.ts';

/** The first line of our part of a note; what a person wrote above it stays. */
const MARK = '— Sheetfeed —';
/** What fits into one text of a number format without doubt. */
const FORMAT_CHARACTERS = 120;

/** What is said wherever the query of a range is gone. */
export const QUERY_GONE =
  'The query is no longer in the catalog, or it is not open to you. The values stay as they were last written; unlink the range if nobody needs them fresh.';

/** What is said of rows that the result no longer has. */
export function keptWords(rows: number): string {
  const left =
    rows === 1
      ? '1 row has left the result and stays'
      : `${counted(rows, 'row')} have left the result and stay`;
  return `${left}, struck through, for what stands beside.`;
}

/** More cells are counted. */
const MOST_NAMED = 5;

/** That formulas in these cells still reckon with rows that the result no longer has. */
export function countingWords(cells: readonly string[]): string {
  const named = cells.slice(0, MOST_NAMED).join(', ');
  const more = cells.length - MOST_NAMED;
  const where = more > 0 ? `${named} and ${more} more cells` : named;
  return `Your formulas in ${where} still reckon with rows that the result no longer has: take them out where a total shall leave these rows out.`;
}

// No cells: a note stays as it is where columns move.
function countingLine(formulas: number): string {
  const [what, verb] =
    formulas === 1 ? ['1 formula', 'reckons'] : [counted(formulas, 'formula'), 'reckon'];
  return `${what} beside still ${verb} with their last values.`;
}

/** What the note says of a range. Times are those of `timeZone` (an IANA name). */
export function freshnessText(linked: LinkedRange, timeZone: string): string {
  const { refreshed, problem } = linked;
  const lines = [MARK, linked.title];
  if (refreshed) {
    lines.push(`Refreshed ${shownTime(refreshed.at, timeZone)} by ${refreshed.by}`);
    lines.push(`${counted(linked.rowCount, 'row')}${lagWords(refreshed.lagSeconds)}`);
    if (refreshed.kept) lines.push(keptWords(refreshed.kept));
    if (refreshed.counting) lines.push(countingLine(refreshed.counting));
    if (refreshed.restored === null) lines.push('Cells changed by hand got their values back.');
    if (refreshed.restored) {
      lines.push(`${counted(refreshed.restored, 'cell')} changed by hand got their values back.`);
    }
    if (refreshed.truncated) lines.push('Cut off: the query has more rows than are shown.');
  }
  lines.push(...(refreshed?.losses ?? []));
  const paused = linked.schedule?.paused;
  if (paused) lines.push(`Schedule paused ${shownTime(paused.at, timeZone)} by ${paused.by}`);
  const failures = linked.schedule?.failuresInARow ?? 0;
  if (failures >= FAILURES_TOLD)
    lines.push(`The scheduled refresh failed ${failures} times in a row.`);
  if (problem) {
    lines.push(`Last problem (${shownTime(problem.at, timeZone)}): ${problem.detail}`);
  }
  return lines.join('\n');
}

/** Whether a note has our part. */
export function hasFreshness(note: string): boolean {
  return note.includes(MARK);
}

/** A note with our part brought up to date, and the person's part kept. */
export function noteWith(note: string, text: string | null): string {
  const at = note.indexOf(MARK);
  const own = (at < 0 ? note : note.slice(0, at)).trimEnd();
  if (text === null) return own;
  return own === '' ? text : `${own}\n\n${text}`;
}

/** What a status line holds: a text, or a formula whose number is shown as one by its format. */
export interface StatusLine {
  content: string;
  format: string;
}

/**
 * A range's status line. From `lateFrom` on it says by itself that the range is late: its formula
 * counts the days until then, and the format has a text for numbers above zero and one for those
 * below. So it needs no argument separator and no decimal point, which differ between locales.
 */
export function statusLine(
  linked: LinkedRange,
  lateFrom: Date | null,
  timeZone: string,
): StatusLine {
  const { refreshed, problem } = linked;
  const at = refreshed ? shownTime(refreshed.at, timeZone) : 'never';
  const paused = linked.schedule?.paused;
  const good = paused ? `Paused by ${paused.by}, shows ${at}` : `Refreshed ${at}`;
  const text = problem ? `Failed, shows ${at}: ${problem.detail}` : good;
  if (!lateFrom) return { content: text, format: TEXT_FORMAT };
  const serial = serialOfDateObject(lateFrom.getTime(), timeZone);
  const clock = new Date(Date.UTC(1899, 11, 30) + millisecondsOfSerial(serial)).toISOString();
  const late = inFormat(`Late, shows ${at}`);
  return {
    content: `=DATEVALUE("${clock.slice(0, 10)}")+TIMEVALUE("${clock.slice(11, 16)}")-NOW()`,
    format: `${inFormat(text)};${late};${late}`,
  };
}

function inFormat(text: string): string {
  const short = text.length > FORMAT_CHARACTERS ? `${text.slice(0, FORMAT_CHARACTERS)}…` : text;
  return `"${short.replace(/"/g, "'")}"`;
}

/** What a result lost on its way into cells, in sentences that name the columns. */
export function lossSentences({ rounded, cut, columns }: Losses): string[] {
  const sentences: string[] = [];
  if (rounded > 0) {
    sentences.push(
      `${counted(rounded, 'value')}${inColumns(columns.rounded)} ${rounded === 1 ? 'has' : 'have'} more digits than a cell holds and ${rounded === 1 ? 'is' : 'are'} rounded.`,
    );
  }
  if (cut > 0) {
    sentences.push(
      `${counted(cut, 'text')}${inColumns(columns.cut)} ${cut === 1 ? 'is' : 'are'} longer than the 50,000 characters of a cell and ${cut === 1 ? 'is' : 'are'} cut.`,
    );
  }
  if (columns.madeText.length > 0) {
    const one = columns.madeText.length === 1;
    sentences.push(
      `${columns.madeText.join(', ')} ${one ? 'holds' : 'hold'} whole numbers of more than 15 digits and ${one ? 'is' : 'are'} text in the sheet, so that no digit is lost; SUM and other formulas pass over ${one ? 'it' : 'them'}.`,
    );
  }
  return sentences;
}

function inColumns(names: string[]): string {
  return names.length === 0 ? '' : ` in ${names.join(', ')}`;
}

/** A number with its noun: 1 row, 1,200 rows. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** A moment as a note tells it. */
export function shownTime(at: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(at));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const day = `${part('year')}-${part('month')}-${part('day')}`;
  return `${day} ${part('hour')}:${part('minute')} (${timeZone})`;
}

function lagWords(seconds: number | null): string {
  return seconds === null ? '' : `, from a follower ${seconds.toFixed(1)} s behind`;
}
