// A query tree as PostgreSQL wrote it, out of the lines that its log makes of it.
import { Problem } from '../../../../domain/problem.ts';

/**
 * The log shows a tree in lines of 78 bytes (format_node_dump), each broken at a space, which is left out; a longer run
 * without a space is broken within.
 */
const LINE_BYTES = 78;

const BACKSLASH_AT_END = '\\\n';
const BROKEN_AFTER_BACKSLASH = /(?:^|[^\\])(?:\\\\)*\\\n/;

/**
 * The tree with its spaces. Throws Problem sql_not_allowed where a name may have been broken between a backslash and
 * what it escapes: what is a name, and what is the tree, could then not be told apart.
 */
export function shownTree(lines: string): string {
  // Trees may have ten megabytes, and everybody waits meanwhile: only what stands around such an end is looked at.
  let at = lines.indexOf(BACKSLASH_AT_END);
  while (at >= 0) {
    const space = lines.indexOf(' ', at);
    const end = space < 0 ? lines.length : space;
    const run = lines.slice(lines.lastIndexOf(' ', at) + 1, end);
    if (Buffer.byteLength(run) >= LINE_BYTES && BROKEN_AFTER_BACKSLASH.test(run)) refuse();
    at = lines.indexOf(BACKSLASH_AT_END, end);
  }
  return lines.replaceAll('\n', ' ');
}

function refuse(): never {
  const detail =
    'The query uses a name of so many signs that it cannot be checked. Give it a plainer name.';
  throw new Problem('sql_not_allowed', detail);
}
