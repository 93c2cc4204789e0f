// The rows of frozen runs, in compressed pieces.
import type pg from 'pg';

interface Piece {
  rowCount: number;
  bytes: Buffer;
}

export async function insertPiece(
  client: pg.PoolClient,
  { frozen, nr, rowCount, bytes }: Piece & { frozen: string; nr: number },
): Promise<void> {
  await client.query(
    'insert into frozen_pieces (frozen, nr, row_count, bytes) values ($1, $2, $3, $4)',
    [frozen, nr, rowCount, bytes],
  );
}

/** The piece of this number, from 0; null behind the last one. */
export async function findPiece(
  database: pg.Pool,
  frozen: string,
  nr: number,
): Promise<Piece | null> {
  const { rows } = await database.query<Piece>(
    'select row_count as "rowCount", bytes from frozen_pieces where frozen = $1 and nr = $2',
    [frozen, nr],
  );
  return rows[0] ?? null;
}
