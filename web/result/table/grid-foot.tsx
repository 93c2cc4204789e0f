// Below a table: what is filtered and hidden, what the chosen cells add up to and how they are copied, and the field that finds.
import { useMemo } from 'preact/hooks';
import { countWords } from '../../../ui/age.ts';
import { Icon } from '../../../ui/icon.tsx';
import { CopyButton } from '../../controls/copy-button.tsx';
import { tabSeparated } from '../tab-separated.ts';
import { markdown, sqlValues } from './copy-as.ts';
import { FindBar, type FindBarProps } from './find-bar.tsx';
import { cellsIn, type Model } from './model.ts';
import { boundsOf, type Area, type Bounds } from './selection.ts';
import { totalsOf } from './totals.ts';
import { conditions, type View } from './view.ts';

interface Props {
  model: Model;
  area: Area | null;
  onView: (view: View) => void;
  onColumns: () => void;
  find: FindBarProps & { isOpen: boolean; open: () => void };
}

export function GridFoot({ model, area, onView, onColumns, find }: Props) {
  const { view, places, result } = model;
  const bounds = area && area.active.row >= 0 ? boundsOf(area) : null;
  const isMany = bounds && (bounds.top !== bounds.bottom || bounds.left !== bounds.right);
  return (
    <div class="grid-foot">
      <p class="grow" role="status">
        {view.filters.length > 0 && (
          <strong>
            {places.length.toLocaleString()} of {countWords(result.rows.length, 'row')}{' '}
          </strong>
        )}
        {isMany && <Chosen model={model} bounds={bounds} />}
      </p>
      {view.filters.map((filter) => (
        <span class="chip">
          {titleOf(model, filter.column)} {conditions[filter.condition]} {filter.value}
          <button
            type="button"
            aria-label={`Take the filter of ${titleOf(model, filter.column)} away`}
            onClick={() => onView({ ...view, filters: view.filters.filter((at) => at !== filter) })}
          >
            <Icon name="close" />
          </button>
        </span>
      ))}
      {isMany && <CopyAs model={model} bounds={bounds} />}
      {find.isOpen ? (
        <FindBar {...find} />
      ) : (
        <button type="button" class="button compact" title="Ctrl+F" onClick={find.open}>
          <Icon name="search" />
          Find
        </button>
      )}
      <button type="button" class="button compact" onClick={onColumns}>
        <Icon name="table" />
        {view.hidden.size > 0 ? `Columns (${view.hidden.size} hidden)` : 'Columns'}
      </button>
    </div>
  );
}

function titleOf({ shown }: Model, column: number): string {
  const of = shown[column];
  return of?.note?.label ?? of?.column.name ?? '';
}

/** More would keep the page waiting for a sum that nobody asked for. */
const addedAtMost = 200_000;

function Chosen({ model, bounds }: { model: Model; bounds: Bounds }) {
  const words = useMemo(() => {
    const [rows, columns] = [bounds.bottom - bounds.top + 1, bounds.right - bounds.left + 1];
    const size = `${rows.toLocaleString()} × ${columns} cells`;
    if (rows * columns > addedAtMost) return size;
    const cells = cellsIn(model, bounds);
    const fields = cells.rows.flatMap((row) =>
      row.filter((_, index) => cells.columns[index]?.type === 'number'),
    );
    const given = cells.rows.flat().filter((field) => field !== null).length;
    return `${size}, ${given.toLocaleString()} not null${numbersWords(totalsOf(fields, given).numbers)}`;
  }, [model, bounds.top, bounds.bottom, bounds.left, bounds.right]);
  return <span>{words}</span>;
}

function numbersWords(numbers: ReturnType<typeof totalsOf>['numbers']): string {
  if (!numbers) return '';
  const short = (value: number) => value.toLocaleString(undefined, { maximumFractionDigits: 4 });
  const { sum, average, least, most } = numbers;
  return ` · Sum ${grouped(sum)} · Average ${short(average)} · Least ${short(least)} · Most ${short(most)}`;
}

// The digits before the point are grouped as a whole number, so that none is lost.
function grouped(sum: string): string {
  const [whole = '', part] = sum.replace('-', '').split('.');
  const groups = BigInt(whole).toLocaleString();
  const mark = (0.5).toLocaleString().charAt(1);
  return `${sum.startsWith('-') ? '-' : ''}${groups}${part === undefined ? '' : mark + part}`;
}

function CopyAs({ model, bounds }: { model: Model; bounds: Bounds }) {
  return (
    <span class="copy-as" role="group" aria-label="Copy the chosen cells">
      <CopyButton
        label="TSV"
        name="copied"
        icon="copy"
        text={() => tabSeparated(cellsIn(model, bounds))}
      />
      <CopyButton
        label="Markdown"
        name="copied"
        icon="copy"
        text={() => markdown(cellsIn(model, bounds))}
      />
      <CopyButton
        label="SQL"
        name="copied"
        icon="copy"
        text={() => sqlValues(cellsIn(model, bounds))}
      />
    </span>
  );
}
