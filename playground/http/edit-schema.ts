// Checks what the page says somebody did to the workbook.
import { z } from 'zod';
import type { Edit } from '../protocol.ts';

const whole = z.number().int();
const index = whole.min(1);
const tab = whole;
const area = z.object({ row: index, column: index, rows: index, columns: index });
const count = index;

export const editSchema: z.ZodType<Edit> = z.discriminatedUnion('do', [
  z.object({ do: z.literal('type'), tab, row: index, column: index, text: z.string() }),
  z.object({ do: z.literal('clear'), tab, area }),
  z.object({ do: z.literal('paste'), tab, row: index, column: index, text: z.string() }),
  z.object({ do: z.literal('select'), tab, area }),
  z.object({ do: z.enum(['insertRows', 'insertColumns']), tab, before: index, count }),
  z.object({ do: z.enum(['deleteRows', 'deleteColumns']), tab, from: index, count }),
  z.object({ do: z.literal('format'), tab, area, format: z.string() }),
  z.object({ do: z.literal('bold'), tab, area, bold: z.boolean() }),
  z.object({ do: z.literal('note'), tab, row: index, column: index, note: z.string() }),
  z.object({ do: z.literal('sort'), tab, area, column: index, ascending: z.boolean() }),
  z.object({ do: z.literal('width'), tab, column: index, pixels: index }),
  z.object({ do: z.literal('addTab') }),
  z.object({ do: z.literal('renameTab'), tab, name: z.string() }),
  z.object({ do: z.enum(['deleteTab', 'activateTab']), tab }),
]);
