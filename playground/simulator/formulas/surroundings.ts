// What formulas read of the workbook that they stand in.
import type { NamedArea } from '../workbook/named-ranges.ts';
import type { Sheet } from '../workbook/sheet.ts';

export interface Surroundings {
  readonly sheets: readonly Sheet[];
  readonly names: { find(name: string): NamedArea | undefined };
  readonly locale: string;
  readonly timeZone: string;
  /** Milliseconds since 1970, for NOW() and TODAY(). */
  now(): number;
  sheetNamed(name: string): Sheet | undefined;
}
