// Takes text apart into what is searched for: words without accents, and pairs of signs where words have no spaces.

// Most texts have nothing of it, and are then read several times as fast.
const beyondAscii = /[\u0080-\uffff]/;

/** Letters and digits in lower case without accents; everything else parts words. */
export function fold(text: string): string {
  if (!beyondAscii.test(text)) {
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  }
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

// Scripts that write without spaces between words.
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}ー]+/gu;

/** A piece of folded text: a word, or a run of signs without spaces. */
interface Piece {
  text: string;
  isRun: boolean;
}

/** The pieces of folded text, in order. */
export function piecesOf(folded: string): Piece[] {
  const pieces: Piece[] = [];
  for (const word of folded.split(' ')) {
    let at = 0;
    for (const { 0: run, index } of word.matchAll(unspaced)) {
      if (index > at) pieces.push({ text: word.slice(at, index), isRun: false });
      pieces.push({ text: run, isRun: true });
      at = index + run.length;
    }
    if (at < word.length) pieces.push({ text: word.slice(at), isRun: false });
  }
  return pieces;
}

/** What is indexed of a text: each word once, and each pair and sign of runs. */
export function tokensOf(text: string): Set<string> {
  const folded = fold(text);
  if (folded !== '' && !beyondAscii.test(folded)) return new Set(folded.split(' '));
  const tokens = new Set<string>();
  for (const piece of piecesOf(folded)) {
    if (!piece.isRun) tokens.add(piece.text);
    else for (const token of [...pairsOf(piece.text), ...piece.text]) tokens.add(token);
  }
  return tokens;
}

/** The pairs of neighbouring signs of a run; the sign itself where it stands alone. */
export function pairsOf(run: string): string[] {
  const signs = [...run];
  if (signs.length === 1) return signs;
  return signs.slice(1).map((sign, index) => `${signs[index]}${sign}`);
}

/**
 * Whether `word` is the token with at most `most` mistakes: somebody who is still typing has made them in the part that
 * is there.
 */
export function isMistaken(token: string, word: string, most: number): boolean {
  if (token.length < word.length - most) return false;
  // The first letter is seldom wrong, but the first two may be exchanged.
  if (token[0] !== word[0] && token[0] !== word[1]) return false;
  return (
    isNear(word, token, most) ||
    (token.length > word.length + most && isNear(word, token.slice(0, word.length), most - 1))
  );
}

/**
 * Whether `a` becomes `b` by at most `most` mistakes: a letter too much, too few, another one, or two
 * neighbours exchanged (optimal string alignment).
 */
function isNear(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(at(row, j - 1) + (same ? 0 : 1), at(row, j) + 1, at(next, j - 1) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, at(before, j - 2) + 1);
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return false;
    before = row;
    row = next;
  }
  return at(row, b.length) <= most;
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
