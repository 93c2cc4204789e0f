// Notices that the person was in the sheet and comes back: Google tells the sidebar nothing of what happens there.
import { useEffect, useRef } from 'preact/hooks';

/** Nobody comes back more often, and each look is an execution of Google's. */
const pauseMs = 1_500;

/** Calls `look` when the pointer or the focus comes to the sidebar. */
export function useReturns(look: () => Promise<void>): void {
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    let last = 0;
    let looking = false;
    const back = () => {
      if (looking || document.hidden || Date.now() - last < pauseMs) return;
      looking = true;
      // Where Google fails, what is known stays; the next look may do better.
      const done = () => {
        looking = false;
        last = Date.now();
      };
      latest.current().then(done, done);
    };
    const root = document.documentElement;
    root.addEventListener('pointerenter', back);
    addEventListener('focus', back);
    document.addEventListener('visibilitychange', back);
    return () => {
      root.removeEventListener('pointerenter', back);
      removeEventListener('focus', back);
      document.removeEventListener('visibilitychange', back);
    };
  }, []);
}
