// Reads and writes the YAML of headers in a thread of its own: some texts keep the parser busy for minutes.
// Plain JavaScript that imports packages only, so that the same file serves the sources and the built program.
import { parentPort } from 'node:worker_threads';
import {
  Composer,
  Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  Parser,
  Scalar,
  visit,
} from 'yaml';

/**
 * @typedef {import('./header-thread.ts').HeaderJob} HeaderJob
 * @typedef {import('./header-thread.ts').ReadHeader} ReadHeader
 * @typedef {{ offset: number, inDigits: boolean, depth: number }} Place
 */

const MOST_PARTS = 30_000;
const TOO_DEEP = 'The header nests too deeply, or its aliases (*name) stand for too much.';
const DEEPEST = 20;
// Each level is some tokens.
const DEEPEST_TOKENS = 100;

/** What is wrong with a header, and at which UTF-16 offset. */
class Wrong extends Error {
  /**
   * @param {number} offset
   * @param {string} reason
   */
  constructor(offset, reason) {
    super(reason);
    this.offset = offset;
  }
}

/**
 * @param {string} yaml
 * @returns {ReadHeader}
 */
function read(yaml) {
  try {
    const document = soundDocumentOf(yaml);
    checkNode(document.contents, { offset: 0, inDigits: false, depth: 0 }, new Checking());
    return { value: document.toJS() };
  } catch (error) {
    return wrongOf(error);
  }
}

/**
 * Throws Wrong for what is no YAML of one document.
 * @param {string} yaml
 */
function soundDocumentOf(yaml) {
  const document = documentOf(yaml);
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) throw new Wrong(error.pos[0], reasonOf(error.message));
  if (document.directives?.yaml.explicit) {
    throw new Wrong(0, 'The header may not hold a line that begins with %YAML.');
  }
  return document;
}

/**
 * Like yaml's parseDocument, but stops at what nests too deeply: the rest of it works by recursion, and where V8
 * finds no stack left for a regular expression it ends the whole process.
 * @param {string} yaml
 */
function documentOf(yaml) {
  const parser = new Parser();
  const tokens = [];
  for (const lexeme of new Lexer().lex(yaml)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > DEEPEST_TOKENS) throw new Wrong(parser.offset, TOO_DEEP);
  }
  tokens.push(...parser.end());
  const composer = new Composer({ version: '1.2', uniqueKeys: false });
  const [document, another] = [...composer.compose(tokens, true, yaml.length)];
  if (document === undefined) throw new Wrong(0, 'The header is empty.');
  if (another !== undefined) {
    throw new Wrong(another.range[0], 'The header may not hold a line --- or ...');
  }
  return document;
}

/** @param {unknown} error */
function wrongOf(error) {
  if (error instanceof Wrong) return { wrong: { offset: error.offset, reason: error.message } };
  // Aliases that stand for more than a hundred times as much (toJS), and nesting beyond the stack.
  if (error instanceof ReferenceError || error instanceof RangeError) {
    return { wrong: { offset: null, reason: TOO_DEEP } };
  }
  throw error;
}

/** @param {string} message */
function reasonOf(message) {
  // The parser adds a picture of the place; we give the line. It may quote a whole text.
  const [first = ''] = message.split('\n');
  if (first.startsWith('Nested mappings are not allowed')) {
    return 'A colon within the text: put all of the text in quotes.';
  }
  const told = first.replace(/ at line \d+, column \d+:?$/, '').slice(0, 300);
  return `${told}.`;
}

/** What is known while one header is looked through. */
class Checking {
  parts = 0;
  /**
   * The parts of what each anchor before stands for.
   * @type {Map<string, number>}
   */
  anchors = new Map();

  /**
   * @param {number} parts
   * @param {Place} place
   */
  count(parts, { offset }) {
    this.parts += parts;
    if (this.parts <= MOST_PARTS) return;
    throw new Wrong(offset, `The header has more than ${MOST_PARTS} parts. Make it shorter.`);
  }
}

/**
 * Throws Wrong for what no header needs. Numbers in `default` and `choices` become what was written: 00417 is
 * no 417.
 * @param {unknown} node
 * @param {Place} above
 * @param {Checking} checking
 */
function checkNode(node, above, checking) {
  const place = { ...above, offset: offsetAt(node) ?? above.offset, depth: above.depth + 1 };
  const before = checking.parts;
  checking.count(1, place);
  if (place.depth > DEEPEST) throw new Wrong(place.offset, TOO_DEEP);
  if (isAlias(node)) return checkAlias(node.source, place, checking);
  if (isMap(node)) checkKeys(node, place);
  if (isCollection(node)) for (const item of node.items) checkItem(item, place, checking);
  else if (isScalar(node)) checkScalar(node, place);
  const { anchor } = /** @type {{ anchor?: string }} */ (node ?? {});
  if (anchor !== undefined) checking.anchors.set(anchor, checking.parts - before);
}

/**
 * @param {unknown} item
 * @param {Place} place
 * @param {Checking} checking
 */
function checkItem(item, place, checking) {
  if (!isPair(item)) return checkNode(item, place, checking);
  checkNode(item.key, place, checking);
  const key = isScalar(item.key) ? String(item.key.value) : '';
  const inDigits = place.inDigits || key === 'default' || key === 'choices';
  checkNode(item.value, { ...place, inDigits }, checking);
}

/**
 * An alias within what it stands for has no end: an anchor counts when its node is done.
 * @param {string} name
 * @param {Place} place
 * @param {Checking} checking
 */
function checkAlias(name, place, checking) {
  const parts = checking.anchors.get(name);
  if (parts !== undefined) return checking.count(parts, place);
  throw new Wrong(
    place.offset,
    `*${name} stands for nothing (a YAML alias): put the text in quotes.`,
  );
}

/**
 * In one pass: the parser itself compares every key with every other.
 * @param {import('yaml').YAMLMap} map
 * @param {Place} place
 */
function checkKeys(map, place) {
  const names = new Set();
  for (const { key } of map.items) {
    const offset = offsetAt(key) ?? place.offset;
    if (!isScalar(key)) throw new Wrong(offset, 'A key must be a word, not a list or an alias.');
    const name = String(key.value);
    if (name === '__proto__') throw new Wrong(offset, 'No key may be named __proto__.');
    if (names.has(name)) {
      throw new Wrong(offset, `There are two keys ${name.slice(0, 100)}: keys must be unique.`);
    }
    names.add(name);
  }
}

/**
 * @param {Scalar} node
 * @param {Place} place
 */
function checkScalar(node, { offset, inDigits }) {
  const { value, source } = node;
  if (typeof value === 'string' && (value.includes('\0') || /\p{Surrogate}/u.test(value))) {
    throw new Wrong(offset, 'The header holds a character that cannot be stored.');
  }
  if (typeof value === 'object' && value !== null) {
    throw new Wrong(
      offset,
      'The header may hold text, numbers, lists and keys, but no bytes (!!binary).',
    );
  }
  if (inDigits && typeof value === 'number' && source !== undefined) node.value = source;
}

/** @param {unknown} node */
function offsetAt(node) {
  return /** @type {{ range?: [number] | null }} */ (node ?? {}).range?.[0];
}

/**
 * Where the deepest key of the path that there is stands in the YAML, which could be read.
 * @param {string} yaml
 * @param {readonly string[]} path
 */
function offsetOf(yaml, path) {
  const document = soundDocumentOf(yaml);
  /** @type {unknown} */
  let node = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = offsetAt(node) ?? offset;
      continue;
    }
    if (!isMap(node)) return offset;
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
    if (pair === undefined) return offset;
    offset = offsetAt(pair.key) ?? offset;
    node = pair.value;
  }
  return offset;
}

/** @param {unknown} header */
function write(header) {
  const document = new Document(header, { version: '1.2', aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, node) {
      // Within double quotes YAML has escapes, so that a comment mark is none.
      if (typeof node.value === 'string' && /\*\/|\/\*/.test(node.value)) {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  return document
    .toString({ lineWidth: 0, blockQuote: false })
    .replaceAll('*/', '\\x2A/')
    .replaceAll('/*', '/\\x2A');
}

/** @param {HeaderJob} job */
function answer(job) {
  if ('yamls' in job) return { read: job.yamls.map(read) };
  if ('header' in job) return { written: write(job.header) };
  return { offset: offsetOf(job.yaml, job.path) };
}

parentPort?.on('message', (/** @type {HeaderJob} */ job) => {
  parentPort?.postMessage({ begun: true });
  parentPort?.postMessage({ answer: answer(job) });
});
