// The first rows of a result as a small table, each column with its type.
import type { Column, Field } from '../domain/contract/result.ts';
import { fieldText, isNumeric, typeWords } from './field-text.ts';

interface Props {
  columns: Column[];
  rows: Field[][];
  timeZone?: string | undefined;
  /** What the table shows, for screen readers. */
  label: string;
}

export function ResultPreview({ columns, rows, timeZone, label }: Props) {
  return (
    <div class="preview" role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                scope="col"
                title={column.typeName}
                class={isNumeric(column) ? 'number' : undefined}
              >
                {column.name}
                <span>{typeWords(column.type)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map((column, index) => (
                <Cell column={column} field={row[index] ?? null} timeZone={timeZone} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  column: Column;
  field: Field;
  timeZone: string | undefined;
}

function Cell({ column, field, timeZone }: CellProps) {
  const text = fieldText(field, column, { timeZone, grouped: false });
  if (text === null) return <td class={isNumeric(column) ? 'number null' : 'null'}>null</td>;
  return (
    <td class={isNumeric(column) ? 'number' : undefined} title={text}>
      {text}
    </td>
  );
}

/** The shape of a preview while it is on its way, as high as five rows. */
export function PreviewShape() {
  const widths = [80, 60, 72, 56, 68];
  return (
    <div class="preview" aria-hidden="true">
      <table>
        <thead>
          <tr>
            {[64, 48, 56].map((width) => (
              <th>
                <i class="shape" style={{ width: `${width}px`, margin: '2px 0' }} />
                <i class="shape" style={{ width: '32px', margin: '6px 0 2px' }} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {widths.map((width) => (
            <tr>
              {[0, 16, 8].map((less) => (
                <td>
                  <i class="shape" style={{ width: `${width - less}px`, margin: '2px 0' }} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
