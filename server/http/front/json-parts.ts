// Refuses JSON of very many parts before it is read: what a body costs grows with them, not with its bytes.

/** A list of values has 10,000 at most, and there are 20,000 names of files in a folder. */
const MOST_VALUES = 30_000;
/** A query's parameters, with all their choices. */
const MOST_OBJECTS = 5_000;
/** Five thousand choices have a value and a label each. */
const MOST_NAMES = 12_000;
const DEEPEST = 100;

/** Of a body, how many of each there may be. */
export interface MostParts {
  values: number;
  objects: number;
  names: number;
}

export const USUAL_PARTS: MostParts = {
  values: MOST_VALUES,
  objects: MOST_OBJECTS,
  names: MOST_NAMES,
};

/** The type of the error by which `problems.ts` knows it. */
export const TOO_MANY_PARTS = 'entity.too.many.parts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/** Throws an error of the type TOO_MANY_PARTS. Counts bytes: in UTF-8 none of these is a part of another character. */
export function refuseManyParts(body: Buffer, most: MostParts = USUAL_PARTS): void {
  let [values, names, objects, depth] = [0, 0, 0, 0];
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (byte === QUOTE) at = endOfText(body, at);
    else if (byte === COMMA) values++;
    else if (byte === COLON) names++;
    // [ and {, ] and }
    else if (byte === 0x5b || byte === 0x7b) [objects, depth] = [objects + 1, depth + 1];
    else if (byte === 0x5d || byte === 0x7d) depth--;
    const isTooMuch = values > most.values || names > most.names || objects > most.objects;
    if (isTooMuch || depth > DEEPEST) throw tooMany();
  }
}

function endOfText(body: Buffer, start: number): number {
  let at = start + 1;
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1;
  return at;
}

function tooMany(): Error {
  return Object.assign(new Error('the body has too many parts'), { type: TOO_MANY_PARTS });
}
