// How wide the columns of a table are before anybody changes them: as their header and their longest fields want.
import { fieldText, typeWords } from '../../../ui/fields/field-text.ts';
import type { Shown, TableResult } from '../shown-columns.ts';

export const leastWidth = 64;
const mostWidth = 420;
/** The padding of a cell, and a little for letters that the browser spaces otherwise. */
const around = 20;
/** In the header stands the button for the column besides. */
const besideTitle = 44;
const besideKind = 36;
/** Rows that are looked at: the longest of all would cost more than it shows. */
const looked = 60;

/** The width of each of the result's columns, in pixels. */
export function naturalWidths({ rows }: TableResult, shown: readonly Shown[]): number[] {
  const measure = measurer();
  return shown.map(({ column, note, reading }, index) => {
    let longest: string | null = null;
    for (const row of rows.slice(0, looked)) {
      const field = row[index] ?? null;
      if (field !== null && String(field).length > (longest?.length ?? 0)) longest = String(field);
    }
    const of = rows.find((row) => String(row[index]) === longest)?.[index] ?? null;
    const text = (fieldText(of, column, reading) ?? 'null').slice(0, 80);
    const title = note?.label ?? column.name;
    const wanted = Math.max(
      measure(text, column.type === 'text' ? 'text' : 'code') + around,
      measure(title, 'title') + besideTitle,
      // Where the table is ordered by it, its arrow stands behind the kind.
      measure(`${typeWords(column.type)} ▲`, 'kind') + besideKind,
    );
    return Math.round(Math.min(mostWidth, Math.max(leastWidth, wanted)));
  });
}

type Measure = (text: string, as: 'text' | 'code' | 'title' | 'kind') => number;

function measurer(): Measure {
  const pen = document.createElement('canvas').getContext('2d');
  const style = getComputedStyle(document.documentElement);
  const fonts = {
    text: `14px ${style.getPropertyValue('--font-text')}`,
    code: `13px ${style.getPropertyValue('--font-code')}`,
    title: `600 14px ${style.getPropertyValue('--font-text')}`,
    kind: `12px ${style.getPropertyValue('--font-text')}`,
  };
  return (text, as) => {
    if (!pen) return text.length * 8;
    pen.font = fonts[as];
    return pen.measureText(text).width;
  };
}
