// The rows of a sheet table as they are kept and handed to engines: text, column by column.

/**
 * The same object as long as the rows are the same, so that whoever makes something of them may keep it. A field is
 * null or text: numbers in digits, `true` and `false`, dates as 2026-01-31, with a time as 2026-01-31 14:30:00.
 */
export interface SheetRows {
  readonly columns: readonly (readonly (string | null)[])[];
  readonly rowCount: number;
}
