// Stretches of a text as runs of its tokens: cut at words and commas that stand in no brackets.
import type { TextToken } from '../statement/parser.ts';

/** A token, with how many brackets (and `case`) stand around it. */
export interface Placed extends TextToken {
  /** In lower case where it is a word of SQL here, else empty: `t.from`, `as order` and `:limit` are names. */
  word: string;
  level: number;
}

export type Stretch = readonly Placed[];

const OPEN = new Set(['(', '[']);
const CLOSED = new Set([')', ']']);

/** The tokens that say something, each with its level. */
export function placed(tokens: readonly TextToken[]): Stretch {
  const telling = tokens.filter(({ kind }) => kind !== 'comment');
  let level = 0;
  return telling.map((token, index) => {
    const word = isName(telling, index) ? '' : token.text.toLowerCase();
    if (CLOSED.has(word) || (word === 'end' && token.kind === 'keyword')) level--;
    const here = { ...token, word, level };
    if (OPEN.has(word) || word === 'case') level++;
    return here;
  });
}

function isName(tokens: readonly TextToken[], index: number): boolean {
  const token = tokens[index];
  const before = tokens[index - 1];
  if (token === undefined || before === undefined) return false;
  if (before.kind === 'parameter') return true;
  return token.kind === 'keyword' && (before.text === '.' || before.text.toLowerCase() === 'as');
}

/** The level of the stretch itself. */
export function levelOf(stretch: Stretch): number {
  return Math.min(...stretch.map(({ level }) => level));
}

/** The pieces between the tokens of the stretch's own level that `cuts`; what cuts is in none. */
export function splitAt(stretch: Stretch, cuts: (index: number) => boolean): Placed[][] {
  const level = levelOf(stretch);
  const pieces: Placed[][] = [[]];
  stretch.forEach((token, index) => {
    if (token.level === level && cuts(index)) pieces.push([]);
    else pieces.at(-1)?.push(token);
  });
  return pieces;
}

export function splitAtCommas(stretch: Stretch): Placed[][] {
  return splitAt(stretch, (index) => stretch[index]?.word === ',');
}

/** At each `and` but those of `between`. */
export function splitAtAnds(stretch: Stretch): Placed[][] {
  const level = levelOf(stretch);
  let between = 0;
  return splitAt(stretch, (index) => {
    const { word } = stretch[index] ?? {};
    if (word !== 'and') {
      const since = stretch[index];
      if (word === 'between' && since?.level === level) between++;
      return false;
    }
    if (between > 0) return --between < 0;
    return true;
  });
}

/** The content of each pair of round brackets in which a select stands, outermost first and in order. */
export function selectsIn(stretch: Stretch): Placed[][] {
  const found: Placed[][] = [];
  for (let index = 0; index < stretch.length; index++) {
    const open = stretch[index];
    const inside = open?.word === '(' ? insideOf(stretch, index) : null;
    if (inside === null || !beginsSelect(inside)) continue;
    found.push(inside);
    index += inside.length + 1;
  }
  return found;
}

/** What stands between the bracket at `index` and the one that closes it. */
export function insideOf(stretch: Stretch, index: number): Placed[] {
  const level = stretch[index]?.level ?? 0;
  const end = stretch.findIndex((token, at) => at > index && token.level === level);
  return stretch.slice(index + 1, end === -1 ? undefined : end);
}

/** Without round brackets around the whole of it. */
export function unwrapped(stretch: Stretch): Stretch {
  const inside = stretch[0]?.word === '(' ? insideOf(stretch, 0) : null;
  if (inside === null || inside.length !== stretch.length - 2) return stretch;
  return unwrapped(inside);
}

function beginsSelect(stretch: Stretch): boolean {
  const { word = '', kind } = stretch.find((token) => token.word !== '(') ?? {};
  return kind === 'keyword' ? SELECTS.has(word) : false;
}

const SELECTS = new Set(['select', 'with', 'values', 'table']);
