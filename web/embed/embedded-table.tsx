// A result as a table of plain HTML.
import type { SharedResult } from '../../domain/contract/link.ts';
import type { Column, Field } from '../../domain/contract/result.ts';
import { fieldText, isNumeric, type Reading } from '../../ui/fields/field-text.ts';

interface Props {
  result: SharedResult;
  /** The most that are shown. */
  rows: number;
}

/** How the fields of a column are written. */
export function readingOf({ notes }: Pick<SharedResult, 'notes'>, { name }: Column): Reading {
  return { grouped: true, format: notes.find((note) => note.name === name)?.format };
}

export function EmbeddedTable({ result, rows: most }: Props) {
  const { title, columns, rows, rowCount, truncated, notes } = result;
  const shown = rows.slice(0, most);
  const isPart = truncated || shown.length < rowCount;
  return (
    <table class="sheetfeed-table">
      <caption>
        {title}
        {isPart &&
          `: ${shown.length.toLocaleString()} of ${truncated ? 'more than ' : ''}${rowCount.toLocaleString()} rows`}
      </caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" class={classOf(column)}>
              {notes.find(({ name }) => name === column.name)?.label ?? column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr>
            {columns.map((column, at) => (
              <Cell {...{ column }} field={row[at] ?? null} reading={readingOf(result, column)} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What has no words: on a phone a date would break after each of its hyphens. */
const WITHOUT_WORDS: ReadonlySet<string> = new Set(['number', 'date', 'time', 'datetime']);
const classOf = (column: Column) => (isNumeric(column) ? 'sheetfeed-number' : undefined);

function unbroken(text: string) {
  return text.split(' ').map((part, at) => (
    <>
      {at > 0 && ' '}
      <span style={{ whiteSpace: 'nowrap' }}>{part}</span>
    </>
  ));
}

function Cell({ field, column, reading }: { field: Field; column: Column; reading: Reading }) {
  const text = fieldText(field, column, reading);
  return (
    <td dir="auto" class={classOf(column)} align={isNumeric(column) ? 'right' : undefined}>
      {text !== null && WITHOUT_WORDS.has(column.type) ? unbroken(text) : text}
    </td>
  );
}
