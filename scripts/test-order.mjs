// In which order `npm test` runs the files: what takes longest first, so that at the end no worker waits for another.
import { statSync } from 'node:fs';

/** The folders whose files take minutes, though some say only for which PostgreSQL they are. */
const LONGEST = ['/test/attacks/', '/test/corpora/', '/test/faults/', '/test/embedded/'];

export default class TestOrder {
  /** Then the largest, as Jest does where it knows no times. */
  sort(tests) {
    const known = tests.map((test) => ({ test, rank: rankOf(test.path), size: sizeOf(test.path) }));
    known.sort((one, other) => one.rank - other.rank || other.size - one.size);
    return known.map(({ test }) => test);
  }

  /** Times are not kept: the order is the same everywhere. */
  cacheResults() {}
}

function rankOf(file) {
  const at = LONGEST.findIndex((folder) => file.includes(folder));
  return at === -1 ? LONGEST.length : at;
}

const sizeOf = (file) => statSync(file).size;
