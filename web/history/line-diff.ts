// The difference between two texts, line by line.

export interface DiffLine {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

// Beyond this many lines in the middle the two are told as wholly different.
const cellsAtMost = 4_000_000;

/** The lines of both texts in order: what went, what came, and what stayed. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const a = before.split('\n');
  const b = after.split('\n');
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  return [
    ...lines('same', a.slice(0, head)),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...lines('same', tail === 0 ? [] : a.slice(-tail)),
  ];
}

const lines = (kind: DiffLine['kind'], texts: string[]): DiffLine[] =>
  texts.map((text) => ({ kind, text }));

// The longest common subsequence, by its table of lengths.
function middle(a: string[], b: string[]): DiffLine[] {
  if (a.length * b.length > cellsAtMost) return [...lines('removed', a), ...lines('added', b)];
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const diff: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      diff.push({ kind: 'same', text: a[i++] ?? '' });
      j++;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      diff.push({ kind: 'removed', text: a[i++] ?? '' });
    } else {
      diff.push({ kind: 'added', text: b[j++] ?? '' });
    }
  }
  return diff;
}
