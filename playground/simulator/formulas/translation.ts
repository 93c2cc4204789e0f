// Turns a formula of Sheets into one that the calculator understands, or says why it cannot.
import { columnName, type Area } from '../workbook/area.ts';
import { rewriteFormula, type Reference, type ReferenceEnd } from './references.ts';
import { serialOfInstant } from '../values/serial-date.ts';
import type { Sheet } from '../workbook/sheet.ts';
import type { Surroundings } from './surroundings.ts';

export interface Translated {
  text: string;
  /** What the formula reads. */
  areas: { sheet: Sheet; area: Area }[];
  /** '' or a sentence. */
  problem: string;
  /** Gives something else as time passes. */
  volatile: boolean;
}

/** Functions of Sheets that the calculator lacks. */
const unsupported = new Set(
  (
    'QUERY SPLIT REGEXMATCH REGEXEXTRACT REGEXREPLACE JOIN FLATTEN SPARKLINE IMAGE SORTN COUNTUNIQUE ISEMAIL ISURL ' +
    'IMPORTRANGE IMPORTHTML IMPORTXML IMPORTDATA IMPORTFEED GOOGLEFINANCE GOOGLETRANSLATE DETECTLANGUAGE ' +
    'TO_DATE TO_TEXT TO_PURE_NUMBER TO_PERCENT TO_DOLLARS ARRAY_CONSTRAIN GETPIVOTDATA'
  ).split(' '),
);

const volatileFunctions = new Set([
  'NOW',
  'TODAY',
  'RAND',
  'RANDBETWEEN',
  'RANDARRAY',
  'OFFSET',
  'INDIRECT',
]);

/** How the calculator calls a tab. */
export const tabOf = (sheet: Sheet) => `s${sheet.id}_`;

export function translateForCalculator(
  workbook: Surroundings,
  own: Sheet,
  formula: string,
): Translated {
  const translated: Translated = { text: '', areas: [], problem: '', volatile: false };
  const written = rewriteFormula(withClock(workbook, formula, translated), {
    reference: (reference) => placed(workbook, own, reference, translated),
    name: (name) => named(workbook, name, translated),
    call: (name) => called(name, translated),
  });
  translated.text = written;
  return translated;
}

/** NOW() and TODAY() by the workbook's clock. */
function withClock(workbook: Surroundings, formula: string, translated: Translated): string {
  return formula.replace(/"(?:[^"]|"")*"|\b(now|today)\(\s*\)/gi, (text, call?: string) => {
    if (call === undefined) return text;
    translated.volatile = true;
    const serial = serialOfInstant(workbook.now(), workbook.timeZone);
    return `(${call.toLowerCase() === 'now' ? serial : Math.floor(serial)})`;
  });
}

function called(name: string, translated: Translated): string {
  const upper = name.toUpperCase();
  if (upper === 'ARRAYFORMULA') return '';
  if (unsupported.has(upper)) translated.problem = `The simulator cannot calculate ${upper}.`;
  if (volatileFunctions.has(upper)) translated.volatile = true;
  return name;
}

function named(workbook: Surroundings, name: string, translated: Translated): string {
  const range = workbook.names.find(name);
  if (!range) return name;
  const sheet = workbook.sheets.find(({ id }) => id === range.sheetId);
  if (!range.area || !sheet) return '#REF!';
  translated.areas.push({ sheet, area: range.area });
  return absolute(sheet, range.area);
}

function absolute(sheet: Sheet, { top, left, bottom, right }: Area): string {
  const first = `$${columnName(left)}$${top}`;
  const last = `$${columnName(right)}$${bottom}`;
  return `${tabOf(sheet)}!${first === last ? first : `${first}:${last}`}`;
}

function placed(
  workbook: Surroundings,
  own: Sheet,
  reference: Reference,
  translated: Translated,
): string {
  const sheet = reference.tab === null ? own : workbook.sheetNamed(reference.tab);
  if (!sheet) return '#REF!';
  const area = areaOf(reference.start, reference.end, sheet);
  if (area.top > sheet.size.rows || area.left > sheet.size.columns) return '#REF!';
  translated.areas.push({ sheet, area });
  return absolute(sheet, area);
}

/** What a reference names of a tab. */
export function areaOf(start: ReferenceEnd, end: ReferenceEnd | null, { size }: Sheet): Area {
  const last = end ?? start;
  const rows = [start.row ?? 1, last.row ?? size.rows];
  const columns = [start.column ?? 1, last.column ?? size.columns];
  return {
    top: Math.min(...rows),
    bottom: Math.min(Math.max(...rows), size.rows),
    left: Math.min(...columns),
    right: Math.min(Math.max(...columns), size.columns),
  };
}
