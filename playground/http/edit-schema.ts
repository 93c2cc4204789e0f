// Checks what the page says somebody did to the workbook.
import { z } from 'zod';
import type { Edit } from '../protocol.ts';

const whole = z.number().int();
const index = whole.min(1);
const tab = whole;
const area = z.object({ row: index, column: index, rows: index, columns: index });
const count = index;

const looks = z
  .object({
    format: z.string(),
    bold: z.boolean(),
    italic: z.boolean(),
    line: z.enum(['', 'underline', 'line-through']),
    align: z.enum(['', 'left', 'center', 'right']),
    wrap: z.enum(['', 'WRAP']),
    background: z.string(),
  })
  .partial();
const rule = z.object({ list: z.array(z.string()).min(1), strict: z.boolean() }).nullable();
const copied = {
  cut: z.boolean(),
  text: z.string(),
  part: z.enum(['all', 'values', 'formats']),
};
const size = z.number().int().min(0);

/** One row for each kind of edit, with what it brings. */
export const editSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('undo') }),
  z.object({ do: z.literal('redo') }),
  z.object({ do: z.literal('type'), tab, row: index, column: index, text: z.string() }),
  z.object({ do: z.literal('clear'), tab, area, what: z.enum(['contents', 'formats', 'notes']) }),
  z.object({ do: z.literal('paste'), tab, area, text: z.string() }),
  z.object({ do: z.literal('copy'), tab, area }),
  z.object({ do: z.literal('pasteCells'), tab, area, ...copied }),
  z.object({ do: z.literal('fill'), tab, area, to: area }),
  z.object({ do: z.literal('repeat'), tab, area, down: z.boolean() }),
  z.object({ do: z.literal('select'), tab, area }),
  z.object({ do: z.enum(['insertRows', 'insertColumns']), tab, before: index, count }),
  z.object({ do: z.enum(['deleteRows', 'deleteColumns']), tab, from: index, count }),
  z.object({ do: z.literal('style'), tab, area, style: looks }),
  z.object({ do: z.literal('note'), tab, row: index, column: index, note: z.string() }),
  z.object({ do: z.literal('validate'), tab, area, rule }),
  z.object({ do: z.literal('sort'), tab, area, column: index, ascending: z.boolean() }),
  z.object({ do: z.literal('width'), tab, column: index, pixels: index }),
  z.object({ do: z.literal('fitColumns'), tab, from: index, count }),
  z.object({
    do: z.literal('freeze'),
    tab,
    rows: size.optional(),
    columns: size.optional(),
  }),
  z.object({ do: z.literal('protect'), tab, area: area.nullable() }),
  z.object({ do: z.literal('unprotect'), tab, area }),
  z.object({ do: z.literal('addTab') }),
  z.object({ do: z.literal('renameTab'), tab, name: z.string() }),
  z.object({ do: z.literal('moveTab'), tab, index: whole }),
  z.object({ do: z.literal('deleteTab'), tab }),
  z.object({ do: z.literal('duplicateTab'), tab }),
  z.object({ do: z.literal('activateTab'), tab }),
  z.object({
    do: z.literal('settings'),
    name: z.string(),
    locale: z.string(),
    timeZone: z.string(),
  }),
]) satisfies z.ZodType<Edit>;
