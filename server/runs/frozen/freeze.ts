// Freezes a run: writes its rows, compressed, and what it was, within a transaction of the caller's.
import { createHash, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type pg from 'pg';
import type { Values } from '../../../domain/contract/parameter.ts';
import { Problem } from '../../../domain/problem.ts';
import { insertPiece } from '../../catalog/frozen/frozen-pieces.ts';
import {
  findFrozen,
  frozenOfRun,
  insertFrozen,
  sealFrozen,
  type KnownFrozen,
} from '../../catalog/frozen/frozen-runs.ts';
import type { Owner } from '../../catalog/queries/known-query.ts';
import { csvFormat } from '../../formats/csv.ts';
import type { SpooledRows } from '../../formats/envelope.ts';
import { recycle } from '../../formats/pieces.ts';
import { RowWriter } from '../../formats/row-writer.ts';
import type { Settings } from '../../settings/settings.ts';
import { checkValues } from '../values.ts';
import type { WholeFacts, WholeRun } from '../whole-run.ts';

export interface FrozenLimits {
  /** All frozen runs together, as they are stored. */
  storedBytes: number;
  /** The rows of one, as the engine gave them. */
  resultBytes: number;
}

/** What the settings allow. */
export function frozenLimitsOf({
  frozenBytes,
  frozenMaxResultBytes,
}: Pick<Settings, 'frozenBytes' | 'frozenMaxResultBytes'>): FrozenLimits {
  return { storedBytes: frozenBytes, resultBytes: frozenMaxResultBytes };
}

export interface Freezing {
  maker: Owner;
  /** The alert whose message shows it. */
  alert: string | null;
  limits: FrozenLimits;
}

/** Rows are compressed in pieces of about so many bytes. */
const PIECE_BYTES = 1024 * 1024;
// Half the size of the fastest, at some 30 MB/s, in a thread of its own.
const QUALITY = 5;

/**
 * Keeps the run's result; of a run that is frozen already the one that there is. Throws Problem result_too_large for a
 * result that is not whole or larger than may be, storage_full over the budget.
 */
export async function freeze(
  client: pg.PoolClient,
  { facts, rows }: WholeRun,
  { maker, alert, limits }: Freezing,
): Promise<KnownFrozen> {
  refuseUnfit(facts, limits);
  const { run, query, timeZone, columns, ranAt, ranOn, lagSeconds, rowCount, byteCount } = facts;
  const { slug, original, title, version, source, sql, key } = query;
  const id = newId();
  const isNew = await insertFrozen(client, {
    ...{ id, run, query: slug, original, title, version, source, sql, key, maker, alert },
    ...{ timeZone, columns, ranAt, ranOn, lagSeconds, rowCount, byteCount },
    sheetTables: facts.sheetTables ?? null,
    values: valuesThatRan(facts),
  });
  if (isNew) await keepRows(client, id, { columns, rows, limits });
  const frozen = isNew ? await findFrozen(client, id) : await frozenOfRun(client, run);
  // Of two at once the second waits for the first, which may have been erased meanwhile.
  if (frozen === null) throw new Problem('conflict', 'The run was frozen and erased meanwhile.');
  return frozen;
}

function refuseUnfit({ truncated, byteCount }: WholeFacts, { resultBytes }: FrozenLimits): void {
  if (truncated)
    throw new Problem(
      'result_too_large',
      'This result is only the beginning of a larger one. Ask for fewer rows, such as a shorter time, then freeze it.',
    );
  if (byteCount > resultBytes)
    throw new Problem(
      'result_too_large',
      `A result of more than ${megabytes(resultBytes)} is not frozen. Ask for fewer rows, then freeze it.`,
    );
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MB`;

// Letters and digits alone: programs that make links of addresses leave out other characters at the end.
function newId(): string {
  return BigInt(`0x${randomBytes(10).toString('hex')}`)
    .toString(36)
    .padStart(16, '0');
}

/** Defaults and relative dates as they were at that moment; of SQL that is not saved also what it does not declare. */
function valuesThatRan({ query, values, askedAt, timeZone }: WholeFacts): Values {
  const declared = new Set(query.parameters.map(({ name }) => name));
  const known = Object.entries(values).filter(([name]) => declared.has(name));
  const moment = { now: new Date(askedAt), timeZone };
  const checked = checkValues(query.parameters, Object.fromEntries(known), moment);
  return { ...values, ...Object.fromEntries(checked) };
}

async function keepRows(
  client: pg.PoolClient,
  frozen: string,
  {
    columns,
    rows,
    limits,
  }: Pick<WholeRun, 'rows'> & Pick<WholeFacts, 'columns'> & { limits: FrozenLimits },
): Promise<void> {
  const hash = createHash('sha256');
  const csv = new RowWriter(csvFormat({ columns }), (piece) => {
    hash.update(piece);
    recycle(piece);
  });
  let storedBytes = 0;
  let nr = 0;
  for await (const { bytes, rowCount } of packed(rows)) {
    csv.rows(bytes, 0, bytes.length);
    const compressed = await compress(bytes);
    await insertPiece(client, { frozen, nr: nr++, rowCount, bytes: compressed });
    storedBytes += compressed.length;
  }
  csv.end();
  const all = await sealFrozen(client, {
    id: frozen,
    fingerprint: hash.digest('hex'),
    storedBytes,
  });
  if (all > limits.storedBytes) throw noRoom();
}

/** The same rows in larger pieces. */
async function* packed(rows: WholeRun['rows']): AsyncGenerator<SpooledRows> {
  let held: Buffer[] = [];
  let length = 0;
  let rowCount = 0;
  const taken = () => {
    const piece = { bytes: Buffer.concat(held), rowCount };
    held = [];
    length = rowCount = 0;
    return piece;
  };
  for await (const piece of rows) {
    held.push(Buffer.from(piece.bytes));
    length += piece.bytes.length;
    rowCount += piece.rowCount;
    if (length >= PIECE_BYTES) yield taken();
  }
  if (length > 0) yield taken();
}

const brotli = promisify(brotliCompress);

function compress(bytes: Buffer): Promise<Buffer> {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: QUALITY, [BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotli(bytes, { params });
}

function noRoom(): Problem {
  return new Problem(
    'storage_full',
    'There is no room for another frozen run: what was frozen takes all that it may (FROZEN_BYTES). Erase some, or ask who runs Sheetfeed for more.',
  );
}
