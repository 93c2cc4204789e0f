// A message as HTML for mail clients: one column, a table, every style on its element, since clients drop style sheets.
import { headlineOf, sentencesOf, type Message } from '../../domain/alerts/message.ts';
import type { Letter } from './destination.ts';
import { linksOf, noteOf } from './letter-parts.ts';

/** At most so many columns of evidence: a phone shows no more. */
const MOST_COLUMNS = 6;

/** The whole document; `colour` tells at a glance what happened. */
export function mailHtml(letter: Letter, colour: string): string {
  const { message, mayBeRepeated } = letter;
  const links = linksOf(letter).map(
    ({ words, url }) => `<a href="${escaped(url)}" style="color:#0b57d0">${escaped(words)}</a>`,
  );
  const parts = [
    paragraph(escaped(headlineOf(message)), 'font-size:18px;font-weight:600;margin:0 0 8px'),
    ...sentencesOf(message)
      .filter(Boolean)
      .map((sentence) => paragraph(escaped(sentence))),
    tableOf(message),
    noteOf(message) === ''
      ? ''
      : paragraph(
          escaped(noteOf(message)).replace(/\n/g, '<br>'),
          'border-left:3px solid #c4c7cc;padding-left:10px',
        ),
    links.length === 0 ? '' : paragraph(links.join(' &middot; ')),
    mayBeRepeated
      ? paragraph('Perhaps for the second time: the first answer was lost.', 'color:#5b6066')
      : '',
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(headlineOf(message))}</title></head>
<body style="margin:0;padding:16px;background:#f5f6f7;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:14px;line-height:20px;color:#1c1f23">
<div style="max-width:640px;margin:0 auto;padding:16px 20px;background:#ffffff;border-top:4px solid ${colour};border-radius:4px">
${parts.filter((part) => part !== '').join('\n')}
</div></body></html>
`;
}

function paragraph(html: string, style = ''): string {
  return `<p style="margin:0 0 12px;${style}">${html}</p>`;
}

const CELL =
  'padding:6px 12px 6px 0;border-bottom:1px solid #e3e5e8;text-align:left;vertical-align:top';

const LONGEST_UNBROKEN = 20;

// A name reads better in one line, as long as a phone has room for it.
function cellOf(text: string, isName: boolean): string {
  const unbroken = isName && text.length <= LONGEST_UNBROKEN ? ';white-space:nowrap' : '';
  return `<td style="${CELL}${unbroken}">${escaped(text)}</td>`;
}

/** A row for each that is told, a column for its name and for each of the rest. */
function tableOf(message: Message): string {
  const { subjects, isWhole, count } = message;
  const told = isWhole
    ? (subjects[0]?.rows ?? []).map((row) => ({ name: '', row }))
    : subjects.map(({ name, how, rows: [row = []] }) => ({
        name: how ? `${how}: ${name}` : name,
        row,
      }));
  if (told.length === 0) return '';
  const columns = [...new Set(told.flatMap(({ row }) => row.map(([column]) => column)))].slice(
    0,
    MOST_COLUMNS,
  );
  const hasNames = told.some(({ name }) => name !== '');
  const head = [...(hasNames ? [''] : []), ...columns].map(
    (column) => `<th style="${CELL};color:#5b6066;font-weight:400">${escaped(column)}</th>`,
  );
  const body = told.map(({ name, row }) => {
    const values = new Map(row);
    const cells = columns.map((column) =>
      values.has(column) ? (values.get(column) ?? 'null') : '',
    );
    const all = hasNames ? [name, ...cells] : cells;
    return `<tr>${all.map((text, place) => cellOf(text, hasNames && place === 0)).join('')}</tr>`;
  });
  const more = Math.max(0, count - told.length);
  const rest =
    more === 0 ? '' : paragraph(`and ${more.toLocaleString('en')} more`, 'color:#5b6066');
  return `<div style="overflow-x:auto;margin:0 0 12px"><table style="border-collapse:collapse;font-size:13px"><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>${rest}`;
}

const escaped = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
