// The last tries as the editor shows them: each that ended is kept, and so is a text in whose place another is brought back.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ResultRun, Run } from '../../result/use-result.ts';
import { keepTry, keptTries, type KeptTry } from './kept-tries.ts';

export type Tried = Pick<KeptTry, 'sql' | 'part' | 'source'>;

export interface Tries {
  tries: readonly KeptTry[];
  /** It runs from now on. */
  begin: (tried: Tried) => void;
  /** Another text takes its place. */
  leave: (text: Tried) => void;
}

export function useTries({ run }: ResultRun): Tries {
  const [tries, setTries] = useState(keptTries);
  const begun = useRef<(Tried & { at: number }) | null>(null);
  useEffect(() => {
    const came = cameOf(run);
    if (begun.current === null || came === null) return;
    setTries(keepTry({ ...begun.current, came }));
    begun.current = null;
  }, [run]);
  const begin: Tries['begin'] = (tried) => void (begun.current = { ...tried, at: Date.now() });
  const leave: Tries['leave'] = (text) => {
    if (text.sql.trim() === '') return;
    setTries(keepTry({ ...text, at: Date.now(), came: null }));
  };
  return { tries, begin, leave };
}

/** Messages may be long, and hold rows. */
const lettersKept = 120;

function cameOf(run: Run): KeptTry['came'] {
  if (run.state === 'done') {
    const { rows, truncated, next, durationMs } = run.result;
    return { rows: rows.length, isCut: truncated || next !== null, ms: durationMs };
  }
  if (run.state !== 'failed') return null;
  const { code, message } = run.problem;
  return { problem: code === 'run_cancelled' ? 'cancelled' : message.slice(0, lettersKept) };
}
