// The SQL that a part of a query is shown with: its stretch without the selects in it, cut into pieces of one colour.
import type { Mark, Part } from '../../domain/contract/teaching/sentences.ts';

export interface Stretch {
  from: number;
  to: number;
}

/** What of the part's stretch no deeper part speaks of: all of it, or what stands around them. */
export function stretchesOf(parts: readonly Part[], index: number): Stretch[] {
  const own = parts[index];
  if (own === undefined) return [];
  let end = index + 1;
  while ((parts[end]?.depth ?? -1) > own.depth) end++;
  const inside = parts.slice(index + 1, end);
  if (inside.length === 0) return [own];
  const from = Math.min(...inside.map((part) => part.from));
  const to = Math.max(...inside.map((part) => part.to));
  return [
    { from: own.from, to: from },
    { from: to, to: own.to },
  ];
}

export interface Piece {
  text: string;
  kind: Mark['kind'] | null;
}

export function colouredPieces(
  sql: string,
  marks: readonly Mark[],
  { from, to }: Stretch,
): Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  for (const mark of marks) {
    if (mark.from < at || mark.to > to) continue;
    if (mark.from > at) pieces.push({ text: sql.slice(at, mark.from), kind: null });
    pieces.push({ text: sql.slice(mark.from, mark.to), kind: mark.kind });
    at = mark.to;
  }
  if (at < to) pieces.push({ text: sql.slice(at, to), kind: null });
  return pieces;
}
