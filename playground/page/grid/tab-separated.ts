// Tab-separated text, as spreadsheets put it on the clipboard.

/** One row a line; a cell with a tab, a line break or a quote is quoted. */
export function toClipboard(rows: string[][]): string {
  return rows.map((cells) => cells.map(quoted).join('\t')).join('\n');
}

function quoted(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
