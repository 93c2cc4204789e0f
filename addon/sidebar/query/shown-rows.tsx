// The first rows as the sheet will show them: the columns that were chosen, by their labels, in their formats.
import { shownCell } from '../../../domain/cells/shown-cell.ts';
import { contentOf } from '../../../domain/cells/content.ts';
import { noteOf, withNotes } from '../../../domain/cells/column-notes.ts';
import type { ColumnNote } from '../../../domain/contract/query.ts';
import type { Field } from '../../../domain/contract/result.ts';
import { shownColumns } from '../../../domain/refresh/layout/columns.ts';
import { typeWords } from '../../../ui/fields/field-text.ts';
import type { PreviewView, RangeOptions } from '../../sidebar-functions.ts';
import { useSession } from '../session.ts';

interface Props {
  view: PreviewView;
  notes: readonly ColumnNote[];
  options: RangeOptions;
}

export function ShownRows({ view, notes, options }: Props) {
  const { timeZone, locale } = useSession().start.spreadsheet;
  const { exactText } = options;
  const content = contentOf(view, { exactText, timeZone, locale });
  const columns = withNotes(shownColumns(content.columns, options), notes);
  const isNumber = (source: number) =>
    !['text', 'boolean'].includes(content.columns[source]?.kind ?? '');
  return (
    <div class="preview" role="region" aria-label="The first rows" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name, label, source, kind }) => (
              <th
                scope="col"
                dir="auto"
                title={[`${name}, ${typeWords(kind)}`, noteOf(notes, name)?.description]
                  .filter(Boolean)
                  .join('. ')}
                class={isNumber(source) ? 'number' : undefined}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {content.rows.map((row, index) => (
            <tr>
              {columns.map(({ source, format }) => {
                const text = shownCell(row[source] ?? '', format, locale);
                return (
                  <td
                    dir="auto"
                    title={titleOf(view.rows[index]?.[source] ?? null, text)}
                    class={isNumber(source) ? 'number' : undefined}
                  >
                    {text}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// The exact value where the format hides some of it; an empty cell says why it is empty.
function titleOf(field: Field, text: string): string {
  if (field === null) return 'nothing (null)';
  const exact = String(field);
  return exact === text ? text : `${text} (${exact})`;
}
