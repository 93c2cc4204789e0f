// A result of up to 100,000 rows as a table: sticky header, sorting in place, nulls faint, numbers at the right.
import { useEffect, useRef } from 'preact/hooks';
import {
  FormatModule,
  InteractionModule,
  ResizeColumnsModule,
  SortModule,
  Tabulator,
  type ColumnDefinition,
} from 'tabulator-tables';
import type { ColumnNote } from '../../domain/contract/query.ts';
import type { Column, Field } from '../../domain/contract/result.ts';
import { countWords } from '../../ui/age.ts';
import { fieldText, isNumeric, typeWords, type Reading } from '../../ui/field-text.ts';
import { printable } from './print-table.ts';
import { shownColumns, type Shown, type TableResult } from './shown-columns.ts';

Tabulator.registerModule([FormatModule, InteractionModule, ResizeColumnsModule, SortModule]);

const rowHeight = 28;
const headerHeight = 48;

export interface ResultTableProps {
  result: TableResult;
  /** What the author says of the columns. */
  notes?: readonly ColumnNote[];
  /** Is kept at the rows' places in the result, in the order in which they stand on the screen. */
  order?: { current: readonly number[] | null };
}

interface Placed {
  /** Where the row stands in the result. */
  place: number;
}

export function ResultTable({ result, notes = [], order }: ResultTableProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current || result.rows.length === 0) return;
    const table = tableOf(place.current, result, notes);
    const places = () => (table.getData('active') as Placed[]).map((row) => row.place);
    table.on('dataSorted', (_sorters, sorted) => {
      if (order) order.current = sorted.map((row) => (row.getData() as Placed).place);
    });
    const endPrinting = printable(place.current, { result, notes, places });
    return () => {
      if (order) order.current = null;
      endPrinting();
      table.destroy();
    };
  }, [result, notes]);
  if (result.rows.length === 0) {
    return (
      <p class="empty" role="status">
        The query gave no rows.
      </p>
    );
  }
  return (
    <div
      class="result-table"
      ref={place}
      style={{ height: `${heightOf(result.rows.length)}px` }}
      aria-label={`Result, ${countWords(result.rowCount, 'row')}`}
    />
  );
}

// All rows where they fit on the screen; else as many as leave the form above in sight.
function heightOf(rows: number): number {
  const all = headerHeight + rows * rowHeight + 16;
  return Math.min(all, Math.max(240, Math.round(innerHeight * 0.62)));
}

function tableOf(
  place: HTMLElement,
  { columns, rows }: TableResult,
  notes: readonly ColumnNote[],
): Tabulator {
  const shown = shownColumns({ columns, rows }, notes);
  const table = new Tabulator(place, {
    data: rows.map((row, place) => ({
      place,
      ...Object.fromEntries(row.map((field, index) => [`c${index}`, field])),
    })),
    columns: shown.map(definitionOf),
    // In pixels, or Tabulator would draw every row.
    height: heightOf(rows.length),
    rowHeight,
    layout: 'fitData',
    nestedFieldSeparator: false,
    columnHeaderSortMulti: false,
    placeholder: '',
  });
  table.on('tableBuilt', () => setRoles(place));
  return table;
}

// Between the grid and its rows stands Tabulator's scrolling part, which takes the focus so that the
// keyboard can scroll: a part of a grid that takes the focus must have a role of the grid.
function setRoles(place: HTMLElement): void {
  place.removeAttribute('aria-owns');
  place.querySelector('.tabulator-tableholder')?.setAttribute('role', 'rowgroup');
  place.querySelector('.tabulator-table')?.setAttribute('role', 'none');
}

// The types of the package do not know maxInitialWidth yet.
type Definition = ColumnDefinition & { maxInitialWidth: number };

function definitionOf({ column, note, reading }: Shown, index: number): Definition {
  const align = isNumeric(column) ? 'right' : 'left';
  return {
    // The title is drawn below as text: Tabulator would take it as HTML.
    title: '',
    field: `c${index}`,
    hozAlign: align,
    headerHozAlign: align,
    cssClass: column.type === 'text' ? '' : 'exact',
    resizable: 'header',
    minWidth: 80,
    maxInitialWidth: 420,
    sorter: (a: Field, b: Field, ...[, , , direction]) =>
      compare(a, b, { numeric: isNumeric(column), direction }),
    titleFormatter: () => headerOf(column, note),
    formatter: (cell) => cellOf(cell.getValue() as Field, column, reading),
  };
}

function headerOf(column: Column, note: ColumnNote | undefined): HTMLElement {
  // A button, so that the keyboard sorts as a click on the header does.
  const header = document.createElement('button');
  header.type = 'button';
  const means = note?.description === undefined ? '' : `\n${note.description}`;
  header.title = `${column.name}: ${typeWords(column.type)} (${column.typeName})${means}`;
  const type = document.createElement('small');
  type.textContent = typeWords(column.type);
  header.append(note?.label ?? column.name, type);
  return header;
}

function cellOf(field: Field, column: Column, reading: Reading): HTMLElement {
  const cell = document.createElement('span');
  const text = fieldText(field, column, reading);
  cell.textContent = text ?? 'null';
  if (text === null) cell.className = 'null';
  else if (text !== String(field) || text.length > 40) cell.title = String(field);
  return cell;
}

interface Order {
  numeric: boolean;
  direction: 'asc' | 'desc';
}

const words = new Intl.Collator(undefined, { numeric: true });

/** Orders two fields; null comes last in either direction. */
export function compare(a: Field, b: Field, { numeric, direction }: Order): number {
  const last = direction === 'asc' ? 1 : -1;
  if (a === null || b === null) return a === b ? 0 : a === null ? last : -last;
  if (numeric) return Number(a) - Number(b);
  return words.compare(String(a), String(b));
}
