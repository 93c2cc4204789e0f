// Tab-separated text, as spreadsheets put it on the clipboard.

/** One row a line; a cell with a tab, a line break or a quote is quoted. */
export function writeTsv(rows: string[][]): string {
  return rows.map((cells) => cells.map(quoted).join('\t')).join('\n');
}

function quoted(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function readTsv(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, quotedText, plain, end] of text
    .replace(/\r?\n$/, '')
    // eslint-disable-next-line regexp/no-super-linear-move -- what somebody pastes holds up themselves alone
    .matchAll(/(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r?\n|$)/g)) {
    const line = lines.at(-1);
    line?.push(quotedText === undefined ? (plain ?? '') : quotedText.replaceAll('""', '"'));
    if (end === '') break;
    if (end !== '\t') lines.push([]);
  }
  return lines;
}
