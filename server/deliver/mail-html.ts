// A message as HTML for mail clients: one column, a table, every style on its element, since clients drop style sheets.
import type { ToldRow } from '../../domain/alerts/condition.ts';
import { headlineOf, sentencesOf, type Message } from '../../domain/alerts/message.ts';
import { chartWords } from '../../domain/subscriptions/small-chart.ts';
import { CHART_WIDTH } from './chart-image.ts';
import type { Letter } from './destination.ts';
import { leftOutWords, linksOf, noteOf } from './letter-parts.ts';

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
    chartOf(message),
    tableOf(message),
    leftOutWords(letter) === '' ? '' : paragraph(leftOutWords(letter), 'color:#5b6066'),
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

/** By which the message shows the picture that goes along. */
export const CHART_ID = 'chart@sheetfeed';

// As wide as its place; what it draws stands above in words, also for whom a picture is held back.
function chartOf({ chart }: Message): string {
  if (chart === undefined) return '';
  const { kind, names } = chart;
  const size = `width="${CHART_WIDTH}" style="display:block;width:100%;max-width:${CHART_WIDTH}px;height:auto"`;
  const image = `<img src="cid:${CHART_ID}" ${size} alt="">`;
  const under =
    kind === 'bars'
      ? paragraph('a bar for each row below', SMALL)
      : `<table role="presentation" width="100%" style="max-width:${CHART_WIDTH}px;margin:0 0 12px;border-collapse:collapse"><tr><td style="${SMALL}">${escaped(names[0] ?? '')}</td><td style="${SMALL};text-align:right">${escaped(names.at(-1) ?? '')}</td></tr></table>`;
  return `${paragraph(escaped(chartWords(chart)), `${SMALL};margin:0 0 4px`)}${image}${under}`;
}

const SMALL = 'padding:0;color:#5b6066;font-size:13px';

function paragraph(html: string, style = ''): string {
  return `<p style="margin:0 0 12px;${style}">${html}</p>`;
}

const CELL =
  'padding:6px 12px 6px 0;border-bottom:1px solid #e3e5e8;text-align:left;vertical-align:top';

const HEAD = `${CELL};color:#5b6066;font-weight:400`;

const LONGEST_UNBROKEN = 20;
const NUMBER = /^[-+]?\d[\d,]*(\.\d+)?(e[-+]?\d+)?$/i;
/** A day, a time of a day, or a moment. */
const TIME = /^\d{4}-\d\d-\d\d|^\d\d:\d\d/;

// A name reads better in one line, as long as a phone has room for it; a number and a day always do.
function cellOf(text: string, place: { isName: boolean; isNumber: boolean }): string {
  const isShort = text.length <= LONGEST_UNBROKEN;
  const unbroken = isShort && (place.isName || place.isNumber || TIME.test(text));
  const style = [
    ...(unbroken ? ['white-space:nowrap'] : []),
    ...(place.isName && !isShort ? ['min-width:140px'] : []),
    ...(place.isNumber ? ['text-align:right'] : []),
  ].map((each) => `;${each}`);
  return `<td style="${CELL}${style.join('')}">${escaped(text)}</td>`;
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
  const isNumber = columns.map((column) => isOfNumbers(told, column));
  const head = [
    ...(hasNames ? [`<th style="${HEAD}"></th>`] : []),
    ...columns.map((column, place) => {
      const align = isNumber[place] ? ';text-align:right' : '';
      return `<th style="${HEAD}${align}">${escaped(column)}</th>`;
    }),
  ];
  const body = told.map(({ name, row }) => {
    const values = new Map(row);
    const cells = columns.map((column, place) => {
      const text = values.has(column) ? (values.get(column) ?? 'null') : '';
      return cellOf(text, { isName: false, isNumber: isNumber[place] === true });
    });
    const named = hasNames ? cellOf(name, { isName: true, isNumber: false }) : '';
    return `<tr>${named}${cells.join('')}</tr>`;
  });
  const more = Math.max(0, count - told.length);
  const rest =
    more === 0 ? '' : paragraph(`and ${more.toLocaleString('en')} more`, 'color:#5b6066');
  return `<div style="overflow-x:auto;margin:0 0 12px"><table style="border-collapse:collapse;font-size:13px"><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>${rest}`;
}

function isOfNumbers(told: readonly { row: ToldRow }[], column: string): boolean {
  const texts = told.flatMap(({ row }) => new Map(row).get(column) ?? []);
  // A number that begins with a zero is a name.
  return texts.length > 0 && texts.every((text) => NUMBER.test(text) && !/^0\d/.test(text));
}

const escaped = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
