// The sidebar's result: facts about a run as JSON, with its rows as arrays, one page at a time.

/** Rows as JSON, each on a line of its own, with commas between. Valid until the next are asked for. */
export interface SpooledRows {
  bytes: Buffer;
  rowCount: number;
}

/** A page of rows behind what is told of them (an envelope without its rows), in pieces that are valid until the next. */
export async function* pageBody(
  head: object,
  rows: AsyncIterable<SpooledRows>,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(head).slice(0, -1)},"rows":[`);
  for await (const { bytes } of rows) yield bytes;
  yield Buffer.from(']}');
}

/** What asks for the page behind these rows; null when there is none. */
export function nextOf(rowCount: number, after: number, count: number): string | null {
  return after + count < rowCount ? String(after + count) : null;
}
