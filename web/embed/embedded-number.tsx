// The number of a result: the first one of its first row.
import type { SharedResult } from '../../domain/contract/link.ts';
import { fieldText, isNumeric } from '../../ui/fields/field-text.ts';
import { readingOf } from './embedded-table.tsx';

export function EmbeddedNumber({ result }: { result: SharedResult }) {
  const { title, columns, rows } = result;
  const at = columns.findIndex(isNumeric);
  const column = columns[at];
  const field = rows[0]?.[at] ?? null;
  return (
    <p class="sheetfeed-one">
      <span class="sheetfeed-name">{title}</span>{' '}
      {column === undefined || field === null ? (
        <span class="sheetfeed-none">no number</span>
      ) : (
        <data class="sheetfeed-value" value={String(field)}>
          {fieldText(field, column, readingOf(result, column))}
        </data>
      )}
    </p>
  );
}
