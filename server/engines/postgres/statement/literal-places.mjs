// Where literals stand in the author's text, and the names they get; each in one pass, for there may be thousands.

/** @typedef {import('./parser.ts').Reading} Reading */

/**
 * The parser counts bytes of the text with numbered parameters; the author's text has their names.
 * @param {Reading} reading
 * @param {number[]} bytes
 * @returns {Map<number, number>}
 */
export function authorOffsets({ text, places }, bytes) {
  const rising = [...new Set(bytes)].sort((a, b) => a - b);
  const chars = byteToChar(text, rising);
  let next = 0;
  let shift = 0;
  return new Map(
    rising.map((byte, index) => {
      const offset = chars[index] ?? 0;
      for (let place = places[next]; place && place.textTo <= offset; place = places[++next]) {
        shift = place.to - place.textTo;
      }
      return [byte, offset + shift];
    }),
  );
}

/**
 * Lines and columns from 1; the column counts characters.
 * @param {string} sql
 * @param {number[]} offsets
 * @returns {Map<number, { line: number, column: number }>}
 */
export function positionsAt(sql, offsets) {
  /** @type {Map<number, { line: number, column: number }>} */
  const positions = new Map();
  let [at, line, column] = [0, 1, 1];
  for (const offset of [...new Set(offsets)].sort((a, b) => a - b)) {
    while (at < offset) {
      const point = sql.codePointAt(at) ?? 0;
      at += point > 0xffff ? 2 : 1;
      [line, column] = point === 10 ? [line + 1, 1] : [line, column + 1];
    }
    positions.set(offset, { line, column });
  }
  return positions;
}

const LONGEST_NAME = 60;

/** Gives names away, none twice. */
export class Names {
  /** @type {Set<string>} */
  #taken;
  /**
   * The last number that was given with a name.
   * @type {Map<string, number>}
   */
  #numbers = new Map();

  /** @param {readonly string[]} taken */
  constructor(taken) {
    this.#taken = new Set(taken);
  }

  /** @param {string | null} wanted */
  free(wanted) {
    const base = nameOf(wanted ?? '');
    let number = this.#numbers.get(base) ?? 1;
    let name = number === 1 ? base : `${base}_${++number}`;
    while (this.#taken.has(name)) name = `${base}_${++number}`;
    this.#numbers.set(base, number);
    this.#taken.add(name);
    return name;
  }
}

/** @param {string} wanted */
function nameOf(wanted) {
  const letters = wanted
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, LONGEST_NAME);
  return letters === '' ? 'value' : letters;
}

/**
 * The scanner counts bytes; everybody else counts characters (UTF-16 units here). `offsets` must rise.
 * @param {string} sql
 * @param {number[]} offsets
 */
export function byteToChar(sql, offsets) {
  let bytes = 0;
  let at = 0;
  return offsets.map((offset) => {
    while (bytes < offset) {
      const point = sql.codePointAt(at) ?? 0;
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      at += point < 0x10000 ? 1 : 2;
    }
    return at;
  });
}
