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
import type { Column, Field, Result } from '../domain/contract/result.ts';
import { countWords } from '../ui/age.ts';
import { fieldText, isNumeric, typeWords } from '../ui/field-text.ts';

Tabulator.registerModule([FormatModule, InteractionModule, ResizeColumnsModule, SortModule]);

const rowHeight = 28;
const headerHeight = 48;

/** What a table needs to know of a result. */
export type TableResult = Pick<Result, 'columns' | 'rows' | 'rowCount'>;

export function ResultTable({ result }: { result: TableResult }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current || result.rows.length === 0) return;
    const table = tableOf(place.current, result);
    return () => table.destroy();
  }, [result]);
  if (result.rows.length === 0) {
    return (
      <p class="empty" role="status">
        The query answers no rows for these values.
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

function tableOf(place: HTMLElement, { columns, rows }: TableResult): Tabulator {
  const table = new Tabulator(place, {
    data: rows.map((row) => Object.fromEntries(row.map((field, index) => [`c${index}`, field]))),
    columns: columns.map(definitionOf),
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

function definitionOf(column: Column, index: number): Definition {
  const align = isNumeric(column) ? 'right' : 'left';
  return {
    // The title is drawn below as text: Tabulator would take it as HTML.
    title: '',
    field: `c${index}`,
    hozAlign: align,
    headerHozAlign: align,
    resizable: 'header',
    minWidth: 80,
    maxInitialWidth: 420,
    sorter: (a: Field, b: Field, ...[, , , direction]) =>
      compare(a, b, { numeric: isNumeric(column), direction }),
    titleFormatter: () => headerOf(column),
    formatter: (cell) => cellOf(cell.getValue() as Field, column),
  };
}

function headerOf(column: Column): HTMLElement {
  // A button, so that the keyboard sorts as a click on the header does.
  const header = document.createElement('button');
  header.type = 'button';
  header.title = `${column.name}: ${typeWords(column.type)} (${column.pgType})`;
  const type = document.createElement('small');
  type.textContent = typeWords(column.type);
  header.append(column.name, type);
  return header;
}

function cellOf(field: Field, column: Column): HTMLElement {
  const cell = document.createElement('span');
  const text = fieldText(field, column, { grouped: true });
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
