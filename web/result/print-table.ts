// A result on paper: all of its rows in a plain table, which is made when the browser prints and taken away afterwards.
import type { ColumnNote } from '../../domain/contract/query.ts';
import { countWords } from '../../ui/age.ts';
import { fieldText, isNumeric } from '../../ui/fields/field-text.ts';
import { shownColumns, type Shown, type TableResult } from './shown-columns.ts';

/** Some fifty sheets of paper. */
const printedAtMost = 2_000;

interface Printed {
  result: TableResult;
  notes: readonly ColumnNote[];
  /** The rows and columns on the screen, in their order there. */
  onScreen: () => { places: readonly number[]; columns: readonly number[] };
}

/** Puts the plain table behind the one of the screen while the browser prints; gives what ends that. */
export function printable(screen: HTMLElement, printed: Printed): () => void {
  let paper: HTMLElement | null = null;
  const begin = () => {
    paper?.remove();
    paper = paperOf(printed);
    screen.after(paper);
  };
  const end = () => paper?.remove();
  addEventListener('beforeprint', begin);
  addEventListener('afterprint', end);
  return () => {
    removeEventListener('beforeprint', begin);
    removeEventListener('afterprint', end);
    end();
  };
}

function paperOf({ result, notes, onScreen }: Printed): HTMLElement {
  const { places, columns } = onScreen();
  const all = shownColumns(result, notes);
  const shown = columns.flatMap((at) => all[at] ?? []);
  const rows = places.slice(0, printedAtMost);
  const table = document.createElement('table');
  table.className = 'print-table';
  if (rows.length < result.rowCount) {
    const words = `The first ${countWords(rows.length, 'row')} of ${result.rowCount.toLocaleString()}.`;
    table.createCaption().textContent = words;
  }
  const head = table.createTHead().insertRow();
  for (const { column, note } of shown) {
    const cell = document.createElement('th');
    cell.textContent = note?.label ?? column.name;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const place of rows) {
    const row = result.rows[place] ?? [];
    const fields = columns.map((at) => row[at] ?? null);
    fill(body.insertRow(), fields, shown);
  }
  return table;
}

function fill(line: HTMLTableRowElement, row: TableResult['rows'][number], shown: Shown[]): void {
  shown.forEach(({ column, reading }, index) => {
    const cell = line.insertCell();
    cell.textContent = fieldText(row[index] ?? null, column, reading) ?? '';
    if (isNumeric(column)) cell.className = 'number';
  });
}
