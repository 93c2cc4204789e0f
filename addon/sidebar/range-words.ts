// A linked range's mode in the person's words.
import type { RangeMode } from '../sidebar-functions.ts';

export function modeWords(mode: RangeMode): string {
  return modes[mode];
}

const modes: Record<RangeMode, string> = {
  replace: 'Replace',
  append: 'Add below',
  match: 'Match rows',
  snapshot: 'New tab each time',
};
