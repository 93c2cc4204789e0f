// In which order `npm test` runs the files: what takes longest first, so that at the end no worker waits for another.
import Sequencer from '@jest/test-sequencer';

/** The folders whose files take minutes, though some say only for which PostgreSQL they are. */
const LONGEST = [
  '/test/attacks/',
  '/test/corpora/',
  '/test/faults/',
  '/test/embedded/',
  '/test/watch/chaos/',
  '/test/server/requests/',
  '/test/journeys/',
];

/** Jest's own, by times that it measured before or else by size, but for the folders that are known to be long. */
export default class TestOrder extends Sequencer {
  sort(tests) {
    const inJestsOrder = super.sort(tests);
    return inJestsOrder.sort((one, other) => rankOf(one.path) - rankOf(other.path));
  }
}

function rankOf(file) {
  const at = LONGEST.findIndex((folder) => file.includes(folder));
  return at === -1 ? LONGEST.length : at;
}
