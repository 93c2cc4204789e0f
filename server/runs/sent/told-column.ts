// The column behind a result's own that says who was told when, put beside the rows as they pass, and taken off again.
import type { Flow, RowColumn, RowSink, RunStart } from '../../engines/rows.ts';
import type { SpooledRows } from '../../formats/envelope.ts';
import { keyText, type Told } from './told.ts';

/** What it is called, unless the result has such a column. */
const NAME = 'sent';

/** The columns with the one behind them. */
export function columnsWithTold(columns: readonly RowColumn[]): readonly RowColumn[] {
  const taken = new Set(columns.map(({ name }) => name));
  let name = NAME;
  for (let nr = 2; taken.has(name); nr += 1) name = `${NAME}_${nr}`;
  return [...columns, { name, kind: 'text', typeName: 'text' }];
}

/** A sink of the result's own rows, which gives them on with what is told of each. */
export class ToldColumn implements RowSink {
  readonly #told: Told;
  readonly #sink: RowSink;
  #places: number[] = [];

  constructor(told: Told, sink: RowSink) {
    this.#told = told;
    this.#sink = sink;
  }

  start(about: RunStart, flow: Flow): void {
    const { columns } = about;
    this.#places = this.#told.key.map((name) => columns.findIndex((each) => each.name === name));
    this.#sink.start({ ...about, columns: columnsWithTold(columns), etag: null }, flow);
  }

  rows(chunk: Buffer, from: number, to: number, count: number): void {
    const rows: Buffer[] = [];
    for (let at = from; at < to; at = rowEnd(chunk, at)) {
      rows.push(
        withField(chunk.subarray(at, rowEnd(chunk, at)), (fields) => this.#wordsOf(fields)),
      );
    }
    const all = Buffer.concat(rows);
    this.#sink.rows(all, 0, all.length, count);
  }

  #wordsOf(fields: readonly Field[]): string | null {
    if (this.#places.includes(-1)) return null;
    const texts = this.#places.map((place) => fields[place]?.text() ?? null);
    return this.#told.words.get(keyText(texts)) ?? null;
  }
}

/** The same rows without their last field. */
export async function* withoutTold(
  rows: AsyncIterable<SpooledRows> | Iterable<SpooledRows>,
): AsyncGenerator<SpooledRows> {
  for await (const { bytes, rowCount } of rows) {
    const cut: Buffer[] = [];
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < chunk.length; at = rowEnd(chunk, at))
      cut.push(withoutLast(chunk.subarray(at, rowEnd(chunk, at))));
    yield { bytes: Buffer.concat(cut), rowCount };
  }
}

// A message is a type byte, the length of the rest, the number of fields, and each field with its length (engines/rows.ts).
const FIELDS_AT = 7;

const rowEnd = (chunk: Buffer, at: number) => at + 1 + chunk.readUInt32BE(at + 1);

interface Field {
  /** Where its length stands. */
  at: number;
  text(): string | null;
}

function fieldsOf(row: Buffer): Field[] {
  const fields: Field[] = [];
  let at = FIELDS_AT;
  for (let left = row.readUInt16BE(FIELDS_AT - 2); left > 0; left--) {
    const begins = at + 4;
    const length = row.readInt32BE(at);
    const text = () => (length < 0 ? null : row.toString('utf8', begins, begins + length));
    fields.push({ at, text });
    at = begins + Math.max(0, length);
  }
  return fields;
}

function withField(row: Buffer, wordsOf: (fields: readonly Field[]) => string | null): Buffer {
  const fields = fieldsOf(row);
  const words = wordsOf(fields);
  const text = Buffer.from(words ?? '');
  const length = Buffer.alloc(4);
  length.writeInt32BE(words === null ? -1 : text.length);
  return counted(Buffer.concat([row, length, text]), fields.length + 1);
}

function withoutLast(row: Buffer): Buffer {
  const fields = fieldsOf(row);
  return counted(Buffer.from(row.subarray(0, fields.at(-1)?.at)), fields.length - 1);
}

function counted(row: Buffer, fields: number): Buffer {
  row.writeUInt32BE(row.length - 1, 1);
  row.writeUInt16BE(fields, FIELDS_AT - 2);
  return row;
}
