// What Google puts into a sidebar as `google.script`: calls of the add-on, and the sidebar's host.
import { api } from './api.ts';
import { messageOf } from './playground-state.ts';
import type { PlaygroundState } from './playground-state.ts';

declare global {
  interface Window {
    playgroundGoogle?: (inner: Window) => { script: object };
  }
}
export function googleFor(_inner: Window, _state: PlaygroundState): { script: object } {
  return { script: { run: {}, host: {} } };
}
void api; void messageOf;
