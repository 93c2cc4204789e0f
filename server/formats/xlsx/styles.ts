// The cell styles of a workbook: a few that every workbook has, and one for each format that an author gave.
import { moneyPattern, numberPattern } from '../../../domain/cells/column-format.ts';
import type { ColumnNote } from '../../../domain/contract/query.ts';
import type { ColumnType } from '../../../domain/contract/result.ts';
import { kindOfText } from '../../engines/kinds.ts';
import type { RowColumn } from '../../engines/rows.ts';
import { escaped } from './xml.ts';

/** Numbers of styles, as cells name them. */
const GENERAL = 0;
export const HEADING = 1;
export const TEXT = 2;

/** The first number that a format of one's own may have (ECMA-376 part 1, §18.8.30). */
const FIRST_OWN_FORMAT = 164;

export interface Styles {
  /** The style of the cells of a column. */
  of(column: number): number;
  xml: string;
}

/** The styles of a result's columns, with what the author says of them. */
export function stylesOf(columns: readonly RowColumn[], notes: readonly ColumnNote[]): Styles {
  const formats = new Map(notes.map(({ name, format }) => [name, format]));
  const patterns: string[] = [];
  const styles = columns.map((column) => {
    const format = formats.get(column.name);
    const pattern = format === undefined ? usualPattern(column) : numberPattern(format);
    if (pattern === null) return GENERAL;
    if (pattern === '@') return TEXT;
    if (!patterns.includes(pattern)) patterns.push(pattern);
    return TEXT + 1 + patterns.indexOf(pattern);
  });
  return { of: (column) => styles[column] ?? GENERAL, xml: stylesXml(patterns) };
}

interface Usual {
  /** Null is what Excel chooses itself. */
  pattern: string | null;
  /** In characters. The rows are not known yet, so it goes by what the type usually holds. */
  width: number;
}

/** How a column of each type looks where its author says nothing. */
const USUAL: Readonly<Record<ColumnType, Usual>> = {
  text: { pattern: '@', width: 24 },
  json: { pattern: '@', width: 40 },
  number: { pattern: null, width: 12 },
  boolean: { pattern: null, width: 8 },
  date: { pattern: 'yyyy-mm-dd', width: 12 },
  time: { pattern: 'hh:mm:ss', width: 12 },
  datetime: { pattern: 'yyyy-mm-dd hh:mm:ss', width: 20 },
};

/** The width of a column in characters: its heading fits. */
export function widthOf({ kind }: RowColumn, heading: string): number {
  return Math.min(60, Math.max(USUAL[kindOfText(kind).type].width, heading.length + 3));
}

function usualPattern({ kind, decimals }: RowColumn): string | null {
  const { type, writing, holds } = kindOfText(kind);
  if (holds === 'duration') return '[h]:mm:ss';
  if (holds === 'money' && decimals !== undefined) return moneyPattern(decimals);
  // General writes large numbers as 1.23E+11.
  return writing === 'integer' || writing === 'whole' ? '0' : USUAL[type].pattern;
}

const NO_LOOK = '<fill><patternFill patternType="none"/></fill>';
const GREY_LOOK = '<fill><patternFill patternType="gray125"/></fill>';

function stylesXml(patterns: readonly string[]): string {
  const formats = patterns.map(
    (pattern, index) =>
      `<numFmt numFmtId="${FIRST_OWN_FORMAT + index}" formatCode="${escaped(pattern)}"/>`,
  );
  const styles = [
    styleXml(0, 0),
    styleXml(0, 1),
    // 49 is the format "@" (§18.8.30).
    styleXml(49, 0),
    ...patterns.map((_, index) => styleXml(FIRST_OWN_FORMAT + index, 0)),
  ];
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    (formats.length > 0 ? `<numFmts count="${formats.length}">${formats.join('')}</numFmts>` : '') +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    `<fills count="2">${NO_LOOK}${GREY_LOOK}</fills>` +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${styles.length}">${styles.join('')}</cellXfs>` +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>' +
    '</styleSheet>'
  );
}

function styleXml(format: number, font: number): string {
  return `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`;
}
