// Finds the references in a formula's text and rewrites them.
import { columnName, columnNumber, quoteTab, splitTab } from '../workbook/area.ts';
import { shiftSpan, type Shift } from '../workbook/structure.ts';

// Each name and number that is no reference is taken whole by a later branch, so none is gone over twice.
/* eslint-disable regexp/no-super-linear-move */
const token = new RegExp(
  [
    '"(?:[^"]|"")*"',
    "(?<tab>(?:'(?:[^']|'')+'|[A-Za-z_\\u0080-\\uffff][\\w.\\u0080-\\uffff]*)!)?" +
      '(?<ref>\\$?[A-Za-z]{1,3}\\$?[0-9]+(?::\\$?[A-Za-z]{1,3}(?:\\$?[0-9]+)?|:\\$?[0-9]+)?' +
      '|\\$?[A-Za-z]{1,3}:\\$?[A-Za-z]{1,3}(?:\\$?[0-9]+)?|\\$?[0-9]+:\\$?[0-9]+)(?![\\w(.!])',
    "(?:'(?:[^']|'')+'!)?(?<name>[A-Za-z_\\u0080-\\uffff][\\w.\\u0080-\\uffff]*)(?<call>\\()?",
    '[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?',
  ].join('|'),
  'g',
);
/* eslint-enable regexp/no-super-linear-move */

/** One end of a reference; null where it is open, such as the row of `A:A`. */
export interface ReferenceEnd {
  column: number | null;
  columnFixed: boolean;
  row: number | null;
  rowFixed: boolean;
}

export interface Reference {
  /** The tab's name as written, without quotes; null: the formula's own tab. */
  tab: string | null;
  start: ReferenceEnd;
  /** null for a single cell. */
  end: ReferenceEnd | null;
}

interface Rewriter {
  /** `text` is the reference as written. */
  reference?: (reference: Reference, text: string) => Reference | string;
  name?: (name: string) => string;
  call?: (name: string) => string;
}

/** Rewrites references, names and function names; strings and numbers stay as they are. */
export function rewriteFormula(formula: string, rewrite: Rewriter): string {
  return formula.replace(token, (text, ...parts: unknown[]) => {
    const groups = parts.at(-1) as Record<string, string | undefined>;
    if (groups['ref'] !== undefined) {
      if (!rewrite.reference) return text;
      const written = rewrite.reference(readReference(text), text);
      return typeof written === 'string' ? written : writeReference(written);
    }
    const { name, call } = groups;
    if (name === undefined || text.startsWith("'")) return text;
    if (call !== undefined) return `${rewrite.call?.(name) ?? name}(`;
    return rewrite.name?.(name) ?? text;
  });
}

export function readReference(text: string): Reference {
  const { tab, rest } = splitTab(text);
  const [from = '', to] = rest.split(':');
  return { tab, start: readEnd(from), end: to === undefined ? null : readEnd(to) };
}

function readEnd(text: string): ReferenceEnd {
  const match = /^(\$?)([A-Za-z]*)(\$?)([0-9]*)$/.exec(text);
  const [, first = '', letters = '', second = '', digits = ''] = match ?? [];
  const rowOnly = letters === '';
  return {
    column: rowOnly ? null : columnNumber(letters),
    columnFixed: !rowOnly && first === '$',
    row: digits === '' ? null : Number(digits),
    rowFixed: (rowOnly ? first : second) === '$',
  };
}

export function writeReference({ tab, start, end }: Reference): string {
  const prefix = tab === null ? '' : `${quoteTab(tab)}!`;
  return prefix + writeEnd(start) + (end ? `:${writeEnd(end)}` : '');
}

function writeEnd({ column, columnFixed, row, rowFixed }: ReferenceEnd): string {
  const letters = column === null ? '' : (columnFixed ? '$' : '') + columnName(column);
  return letters + (row === null ? '' : (rowFixed ? '$' : '') + row);
}

/** The formula after a shift in `shift.sheetId`, whose tab is called `tab`. */
export function shiftFormula(
  formula: string,
  isShifted: (tab: string | null) => boolean,
  shift: Shift,
): string {
  return rewriteFormula(formula, {
    reference: (reference) =>
      isShifted(reference.tab) ? shiftReference(reference, shift) : reference,
  });
}

function shiftReference(reference: Reference, shift: Shift): Reference | string {
  const { start } = reference;
  const end = reference.end ?? start;
  const along = shift.axis === 'rows' ? 'row' : 'column';
  const across = shift.axis === 'rows' ? 'column' : 'row';
  const from = start[along];
  if (from === null || !within(shift.span, start[across], end[across])) return reference;
  const to = end[along];
  const moved = shiftSpan(from, to ?? Number.MAX_SAFE_INTEGER, shift);
  if (!moved) return reference.tab === null ? '#REF!' : `${quoteTab(reference.tab)}!#REF!`;
  return {
    ...reference,
    start: { ...start, [along]: moved[0] },
    end: reference.end && { ...end, [along]: to === null ? null : moved[1] },
  };
}

function within(
  span: [number, number] | undefined,
  from: number | null,
  to: number | null,
): boolean {
  if (!span) return true;
  return from !== null && to !== null && from >= span[0] && to <= span[1];
}

/** The formula as it reads when copied `rows` down and `columns` to the right. */
export function translateFormula(formula: string, rows: number, columns: number): string {
  const moved = (end: ReferenceEnd): ReferenceEnd => ({
    ...end,
    row: end.row === null || end.rowFixed ? end.row : end.row + rows,
    column: end.column === null || end.columnFixed ? end.column : end.column + columns,
  });
  const valid = ({ row, column }: ReferenceEnd) => (row ?? 1) > 0 && (column ?? 1) > 0;
  return rewriteFormula(formula, {
    reference: ({ tab, start, end }) => {
      const reference = { tab, start: moved(start), end: end && moved(end) };
      return valid(reference.start) && valid(reference.end ?? reference.start)
        ? reference
        : '#REF!';
    },
  });
}
