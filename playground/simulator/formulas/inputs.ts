// What the calculator is given: what a person would type, by tab, row and column.

type Row = (string | undefined)[];

/** Rows that lie below each other, each with what changed in the same columns. */
export interface Block {
  sheetId: number;
  row: number;
  column: number;
  rows: string[][];
}

export class Inputs {
  count = 0;
  readonly #sheets = new Map<number, Map<number, Row>>();

  set(sheetId: number, row: number, column: number, input: string): void {
    let rows = this.#sheets.get(sheetId);
    if (!rows) this.#sheets.set(sheetId, (rows = new Map<number, Row>()));
    let cells = rows.get(row);
    if (!cells) rows.set(row, (cells = []));
    while (cells.length < column) cells.push(undefined);
    if (cells[column] === undefined) this.count++;
    cells[column] = input;
  }

  get(sheetId: number, row: number, column: number): string | undefined {
    return this.#row(sheetId, row)?.[column];
  }

  forEach(hear: (sheetId: number, row: number, column: number, input: string) => void): void {
    for (const [sheetId, rows] of this.#sheets)
      for (const [row, cells] of rows)
        cells.forEach((input, column) => {
          if (input !== undefined) hear(sheetId, row, column, input);
        });
  }

  /** What is not in `before` as it is here. */
  changedSince(before: Inputs): Block[] {
    const blocks: Block[] = [];
    // Of each column, the block that goes on there when the next row changed in the same columns.
    for (const [sheetId, rows] of this.#sheets) {
      const open = new Map<number, Block>();
      for (const [row, cells] of rows)
        for (const { column, inputs } of changedRuns(cells, before.#row(sheetId, row)))
          take({ sheetId, row, column, rows: [inputs] }, open, blocks);
    }
    return blocks;
  }

  #row(sheetId: number, row: number): Row | undefined {
    return this.#sheets.get(sheetId)?.get(row);
  }
}

function take(next: Block, open: Map<number, Block>, blocks: Block[]): void {
  const above = open.get(next.column);
  const inputs = next.rows[0] ?? [];
  if (
    above !== undefined &&
    above.row + above.rows.length === next.row &&
    above.rows[0]?.length === inputs.length
  ) {
    above.rows.push(inputs);
    return;
  }
  open.set(next.column, next);
  blocks.push(next);
}

/** The changed cells of a row, those side by side together. */
function changedRuns(cells: Row, before: Row = []): { column: number; inputs: string[] }[] {
  const runs: { column: number; inputs: string[] }[] = [];
  cells.forEach((input, column) => {
    if (input === undefined || input === before[column]) return;
    const last = runs.at(-1);
    if (last && last.column + last.inputs.length === column) last.inputs.push(input);
    else runs.push({ column, inputs: [input] });
  });
  return runs;
}
