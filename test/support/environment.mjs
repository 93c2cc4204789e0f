// Where each test file runs: a promise whose rejection nobody handles in time fails the file, for in the product it is a
// fault. Jest lets those pass that are handled a moment later, or made by a server that an earlier hook started.
import { TestEnvironment } from 'jest-environment-node';

export default class Environment extends TestEnvironment {
  #faults = [];
  #note = (fault) => void this.#faults.push(fault);

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
