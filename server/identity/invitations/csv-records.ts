// The records of a CSV (RFC 4180), each with the line that it begins on.

export interface CsvRecord {
  /** From 1. */
  line: number;
  fields: string[];
}

/** Fields may stand in quotation marks, and hold the delimiter, line ends and doubled quotation marks then. */
export function csvRecords(text: string, delimiter: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let record: CsvRecord = { line: 1, fields: [] };
  let [line, at] = [1, 0];
  while (at <= text.length) {
    const { field, end } = fieldAt(text, at, delimiter);
    record.fields.push(field);
    line += text.slice(at, end).split('\n').length - 1;
    if (text[end] !== delimiter) {
      records.push(record);
      line += 1;
      record = { line, fields: [] };
    }
    at = end + 1;
  }
  return records;
}

/** The field that begins there, and where what ends it stands. */
function fieldAt(text: string, start: number, delimiter: string): { field: string; end: number } {
  const stops = new RegExp(`[${delimiter}\n]|$`, 'g');
  const quoted = /"((?:[^"]|"")*)"[^\S\t\n]*(?=[,;\t\n]|$)/y;
  quoted.lastIndex = start;
  const [whole, inside] = quoted.exec(text) ?? [];
  stops.lastIndex = start + (whole?.length ?? 0);
  const end = stops.exec(text)?.index ?? text.length;
  return { field: inside?.replaceAll('""', '"') ?? text.slice(start, end), end };
}
