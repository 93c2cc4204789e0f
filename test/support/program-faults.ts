// A fault that a program tells of, which a test has started, fails the test's file, as one in the test itself does.
import { FAULT } from '../../server/faults.ts';

/** Takes what a program prints, piece by piece. */
export function faultWatch(): (printed: string) => void {
  let begun = '';
  return (printed) => {
    const lines = (begun + printed).split('\n');
    begun = lines.pop() ?? '';
    for (const line of lines.filter((each) => each.includes(FAULT))) {
      // Which nobody handles: test/support/environment.mjs sees to the rest.
      void Promise.reject(new Error(`A program told of ${line}`));
    }
  };
}
