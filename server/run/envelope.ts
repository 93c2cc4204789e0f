// The sidebar's result: facts about a run as JSON, with its rows as arrays, one page at a time.
import { arraysFormat } from './json.ts';
import type { KeptRun } from './kept-run.ts';
import { RowWriter } from './row-writer.ts';

/** The envelope with the first `pageRows` rows (null: all of them), in pieces. */
export async function* resultBody(
  run: KeptRun,
  pageRows: number | null,
): AsyncGenerator<Uint8Array> {
  const facts = run.facts();
  const head = { ...facts, next: nextOf(run, 0, pageRows ?? facts.rowCount) };
  yield Buffer.from(`${JSON.stringify(head).slice(0, -1)},"rows":`);
  yield* rowsAsJson(run, 0, pageRows ?? facts.rowCount);
  yield Buffer.from('}');
}

/** A further page of the rows, in pieces. */
export async function* pageBody(
  run: KeptRun,
  after: number,
  pageRows: number,
): AsyncGenerator<Uint8Array> {
  const head = { run: run.id, next: nextOf(run, after, pageRows) };
  yield Buffer.from(`${JSON.stringify(head).slice(0, -1)},"rows":`);
  yield* rowsAsJson(run, after, pageRows);
  yield Buffer.from('}');
}

function nextOf({ spool }: KeptRun, after: number, count: number): string | null {
  return after + count < spool.rowCount ? String(after + count) : null;
}

async function* rowsAsJson(
  { spool }: KeptRun,
  after: number,
  count: number,
): AsyncGenerator<Uint8Array> {
  const pieces: Buffer[] = [];
  const columns = spool.about?.wireColumns ?? [];
  const writer = new RowWriter(arraysFormat(columns), (piece) => pieces.push(piece));
  for await (const { chunk, from, to } of spool.read(after, count)) {
    writer.rows(chunk, from, to);
    yield* pieces.splice(0);
  }
  writer.end();
  yield* pieces;
}
