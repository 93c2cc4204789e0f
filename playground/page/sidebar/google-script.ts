// What Google puts into a sidebar as `google.script`, as the page answers it: the sidebar is of another origin, so that
// it and the page know nothing of each other but messages.
import { api } from '../api.ts';
import { copyForRun, RunQueue } from '../../simulator/script/script-run.ts';
import { messageOf } from '../playground-state.ts';
import type { PlaygroundState } from '../playground-state.ts';

/** What the script that the router puts at the top of the sidebar sends. */
type Asked = { ask: 'run'; id: number; name: string; args: unknown[] } | { ask: 'close' | 'focus' };

/** Answers the messages of one sidebar's frame, and of nobody else, until it is told to stop. */
export function answerSidebar(frame: HTMLIFrameElement, state: PlaygroundState): () => void {
  const queue = new RunQueue();
  const listen = ({ source, data }: MessageEvent) => {
    if (source !== frame.contentWindow || !isAsked(data)) return;
    if (data.ask === 'close') void state.do(() => api.closeSidebar());
    if (data.ask === 'focus') document.querySelector<HTMLElement>('.grid')?.focus();
    if (data.ask === 'run') void queue.add(() => answerCall({ frame, state }, data));
  };
  window.addEventListener('message', listen);
  return () => window.removeEventListener('message', listen);
}

function isAsked(data: unknown): data is Asked {
  return typeof data === 'object' && data !== null && 'ask' in data;
}

async function answerCall(
  { frame, state }: { frame: HTMLIFrameElement; state: PlaygroundState },
  { id, name, args }: Extract<Asked, { ask: 'run' }>,
): Promise<void> {
  // Its origin is opaque, which no message can name; the page's policy lets the frame show nothing else.
  const answer = (told: object) => frame.contentWindow?.postMessage({ id, ...told }, '*');
  try {
    const value = await state.call(String(name), args.map(copyForRun));
    answer({ ok: true, value: value ?? null });
  } catch (error) {
    answer({ ok: false, message: messageOf(error) });
  }
}
