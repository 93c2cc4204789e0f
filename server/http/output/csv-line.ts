// One line of a CSV of what people wrote or did; results of queries are written by server/formats.

/** The fields with their line end; what is null or undefined is empty, and what is no text is JSON. */
export function csvLine(fields: readonly unknown[]): string {
  return `${fields.map(field).join(',')}\r\n`;
}

/**
 * One field. A text that a spreadsheet would take for a formula gets an apostrophe in front: what members typed is
 * in here (https://owasp.org/www-community/attacks/CSV_Injection).
 */
function field(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
