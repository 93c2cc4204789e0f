// What stood along a row, or down a tab, where it changed: everywhere, or at some places alone.

/** `whole` is all there is; `some` says nothing of what lies between. */
export type Line<T> = { whole: readonly T[] } | { some: readonly (readonly [number, T])[] };

/** Both sides of the difference; null where there is none. `keeps` names what is kept though it is the same. */
export function lineDifference<T>(
  before: readonly T[],
  after: readonly T[],
  { whole, keeps = () => false }: { whole: boolean; keeps?: (one: T) => boolean },
): { before: Line<T>; after: Line<T> } | null {
  if (whole) return { before: { whole: before }, after: { whole: after } };
  const places: number[] = [];
  const length = Math.max(before.length, after.length);
  for (let at = 0; at < length; at++) {
    if (before[at] !== after[at] || keeps(after[at] as T)) places.push(at);
  }
  if (places.length === 0) return null;
  const at = (line: readonly T[]) => ({
    some: places.map((place) => [place, line[place] as T] as const),
  });
  return { before: at(before), after: at(after) };
}

/** Whether the line still is what was kept of it. */
export function isLine<T>(
  now: readonly T[],
  kept: Line<T>,
  same: (a: T, b: T) => boolean,
): boolean {
  if ('some' in kept) return kept.some.every(([at, then]) => same(now[at] as T, then));
  const length = Math.max(now.length, kept.whole.length);
  for (let at = 0; at < length; at++) {
    if (!same(now[at] as T, kept.whole[at] as T)) return false;
  }
  return true;
}

export function putLine<T>(now: readonly T[], kept: Line<T>): T[] {
  if ('whole' in kept) return kept.whole.slice();
  const line = now.slice();
  for (const [at, then] of kept.some) {
    while (line.length < at) line.push(undefined as T);
    line[at] = then;
  }
  return line;
}

export function held<T>(line: Line<T>): readonly T[] {
  return 'whole' in line ? line.whole : line.some.map(([, one]) => one);
}
