// A result of up to 100,000 rows and a thousand columns as a table: ordered, filtered, searched and copied where it stands.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ColumnNote } from '../../domain/contract/query.ts';
import type { CellMarks } from './cell-marks.ts';
import { printable } from './print-table.ts';
import type { TableResult } from './shown-columns.ts';
import { CellDialog } from './table/dialogs/cell-dialog.tsx';
import { ColumnDialog } from './table/dialogs/column-dialog.tsx';
import { ColumnsDialog } from './table/dialogs/columns-dialog.tsx';
import { GridFoot } from './table/grid-foot.tsx';
import { Grid } from './table/grid.tsx';
import { fieldAt, useModel, type Model } from './table/model.ts';
import { headerHeight, rowHeight } from './table/part.ts';
import type { Area, Spot } from './table/selection.ts';
import { useFind } from './table/use-find.ts';
import { useFindKey } from './table/use-find-key.ts';
import { reveal } from './table/use-grid-keys.ts';
import { plainView, sortedBy, type View } from './table/view.ts';

/** The rows and columns on the screen, in their order there; indexes of the result. */
export interface OnScreen {
  places: readonly number[];
  columns: readonly number[];
}

export interface ResultTableProps {
  result: TableResult;
  /** What the author says of the columns. */
  notes?: readonly ColumnNote[];
  /** Is kept at what is on the screen. */
  onScreen?: { current: OnScreen | null } | undefined;
  marks?: CellMarks | undefined;
}

const noNotes: readonly ColumnNote[] = [];

export function ResultTable(props: ResultTableProps) {
  // What a reader did to the columns holds for as long as they are the same.
  const names = useMemo(
    () => props.result.columns.map(({ name }) => name).join('\n'),
    [props.result],
  );
  if (props.result.rows.length === 0) {
    return (
      <p class="empty" role="status">
        The query gave no rows.
      </p>
    );
  }
  return <Table key={names} {...props} />;
}

type Opened =
  { kind: 'cell'; spot: Spot } | { kind: 'column'; column: number } | { kind: 'columns' };

function Table({ result, notes = noNotes, onScreen, marks }: ResultTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View>(plainView);
  const [area, setArea] = useState<Area | null>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const screenWidth = box.current?.clientWidth ?? innerWidth;
  const model = useModel(result, notes, { view, screenWidth, marks });
  const goTo = (spot: Spot) => {
    setArea({ anchor: spot, active: spot });
    reveal(box.current, model, spot);
  };
  const find = useFind(model, area, goTo);
  useFindKey(box, find.open);
  usePlaces(box, model, { notes, onScreen });
  const change = (next: View) => {
    setArea(null);
    setView(next);
  };
  const closeFind = () => {
    find.onClose();
    box.current?.focus({ preventScroll: true });
  };
  const header = {
    sort: (column: number, also: boolean) => change(sortedBy(view, column, { also })),
    open: (column: number) => setOpened({ kind: 'column', column }),
    widen: (column: number, width: number | null) => setView(widened(view, column, width)),
  };
  return (
    <div class="table-block">
      <Grid
        {...{ box, model, area, header }}
        sought={find.sought}
        onArea={setArea}
        onOpen={(row, column) => setOpened({ kind: 'cell', spot: { row, column } })}
        height={heightOf(result.rows.length)}
      />
      <GridFoot
        {...{ model, area }}
        find={{ ...find, onClose: closeFind }}
        onView={change}
        onColumns={() => setOpened({ kind: 'columns' })}
      />
      {opened && (
        <OpenedDialog
          {...{ opened, model, goTo }}
          onView={change}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  );
}

interface OpenedProps {
  opened: Opened;
  model: Model;
  onView: (view: View) => void;
  goTo: (spot: Spot) => void;
  onClose: () => void;
}

function OpenedDialog({ opened, model, onView, goTo, onClose }: OpenedProps) {
  const { result, view, shown } = model;
  if (opened.kind === 'columns') {
    const go = (column: number) => {
      onClose();
      goTo({ row: 0, column: model.columns.findIndex((laid) => laid.column === column) });
    };
    return <ColumnsDialog {...{ shown, view, onClose }} onChange={onView} onGo={go} />;
  }
  const column =
    opened.kind === 'column' ? opened.column : (model.columns[opened.spot.column]?.column ?? 0);
  const of = shown[column];
  if (!of) return null;
  if (opened.kind === 'column') {
    return <ColumnDialog {...{ column, result, view, onClose }} shown={of} onChange={onView} />;
  }
  const { row } = opened.spot;
  const field = fieldAt(model, model.places[row] ?? 0, column);
  return <CellDialog {...{ field, onClose }} shown={of} row={row + 1} />;
}

/** What is copied and printed is what stands on the screen, in its order. */
function usePlaces(
  box: { current: HTMLElement | null },
  model: Model,
  { notes, onScreen }: { notes: readonly ColumnNote[]; onScreen: ResultTableProps['onScreen'] },
): void {
  const { result, places, columns } = model;
  const now = useRef<OnScreen>({ places, columns: [] });
  now.current = { places, columns: columns.map(({ column }) => column) };
  useLayoutEffect(() => {
    if (!onScreen) return;
    onScreen.current = now.current;
    return () => {
      onScreen.current = null;
    };
  }, [places, columns]);
  useEffect(() => {
    if (!box.current) return;
    return printable(box.current, { result, notes, onScreen: () => now.current });
  }, [result, notes]);
}

function widened(view: View, column: number, width: number | null): View {
  const widths = new Map(view.widths);
  if (width === null) widths.delete(column);
  else widths.set(column, width);
  return { ...view, widths };
}

// All rows where they fit on the screen; else as many as leave the form above in sight.
function heightOf(rows: number): number {
  const all = headerHeight + rows * rowHeight + 18;
  return Math.min(all, Math.max(240, Math.round(innerHeight * 0.62)));
}
