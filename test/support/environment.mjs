// Where each test file runs. A promise whose rejection nobody handles in time fails the file, for in the product it is a
// fault. Jest lets those pass that are handled a moment later, or made by a server that an earlier hook started.
// The server that a test starts within its process is the built one, loaded once and not anew for every file.
import { TestEnvironment } from 'jest-environment-node';
import pg from 'pg';
import { addonScript } from '../../scripts/addon-script.mjs';

/** The server, with the globals that its code sees and the client of PostgreSQL that it uses. */
const builtServer = async () => ({
  ...(await import('../../dist/server/main.js')),
  ...{ globalThis, pg },
});

const scripts = new Map();

/** The add-on's script as the build makes it of an entry, made once and not anew for every file. */
function builtScript(entry) {
  const made = scripts.get(entry) ?? addonScript(entry, 'https://sheetfeed.example.com');
  scripts.set(entry, made);
  return made;
}

export default class Environment extends TestEnvironment {
  #faults = [];
  #note = (fault) => void this.#faults.push(fault);

  async setup() {
    await super.setup();
    Object.assign(this.global, { builtServer, builtScript });
  }

  async handleTestEvent({ name }, state) {
    // Jest has taken away all listeners just before.
    if (name === 'setup') process.on('unhandledRejection', this.#note);
    if (name !== 'run_finish') return;
    // Node tells of what the last hook left when its turn is over.
    await new Promise((resolve) => setImmediate(resolve));
    state.unhandledErrors.push(...this.#faults);
  }

  async teardown() {
    process.off('unhandledRejection', this.#note);
    await super.teardown();
  }
}
