// What a kind of request of a batch is: what it may say, and what it does.
import type { z } from 'zod';
import { areaAt, type Area } from '../../workbook/area.ts';
import { checkEditable } from '../../workbook/protection.ts';
import type { Rollback } from '../../workbook/rollback.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { Workbook } from '../../workbook/workbook.ts';

export interface Batch {
  readonly workbook: Workbook;
  /** The address of who calls. */
  readonly as: string;
  readonly rolling: Rollback;
}

/** The reply; nothing is {}. */
type Reply = object | undefined;

export interface RequestKind {
  schema: z.ZodType;
  carryOut(batch: Batch, message: unknown): Reply;
}

/** Ties what a request may say to what it does. */
export function request<S extends z.ZodType>(
  schema: S,
  carryOut: (batch: Batch, message: z.infer<S>) => Reply | void,
): RequestKind {
  // The message was read by the schema.
  return {
    schema,
    carryOut: (batch, message) => carryOut(batch, message as z.infer<S>) ?? undefined,
  };
}

/** To be called before cells of an area change. Throws Google's text where they are protected. */
export function touch({ workbook, as, rolling }: Batch, sheet: Sheet, area: Area): void {
  checkEditable(workbook, sheet, area, as);
  rolling.keepRows(sheet, area.top, area.bottom);
}

/** To be called before rows, columns or cells move. */
export function touchGrid({ workbook, as, rolling }: Batch, sheet: Sheet, area?: Area): void {
  if (area) checkEditable(workbook, sheet, area, as);
  rolling.keepGrid();
}

/** All of the rows or columns. */
export function linesArea(
  sheet: Sheet,
  { axis, from, to }: { axis: 'rows' | 'columns'; from: number; to: number },
): Area {
  return axis === 'rows'
    ? areaAt(from, 1, to - from + 1, sheet.size.columns)
    : areaAt(1, from, sheet.size.rows, to - from + 1);
}
