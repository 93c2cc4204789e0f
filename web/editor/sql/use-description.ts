// Asks PostgreSQL, whenever the author pauses, whether the text is right and what it gives.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Parameter } from '../../../domain/contract/parameter.ts';
import type { Description } from '../../../domain/contract/schema.ts';
import type { Problem } from '../../../domain/problem.ts';
import { problemOf } from '../../../ui/loaded.ts';
import { ask } from '../../frame/ask.ts';

const pauseMs = 600;

export interface Described {
  /** The text that the rest is about. */
  sql: string;
  /** The last description there was: what a text gave before it went wrong for a moment. */
  last: Description | null;
  problem: Problem | null;
}

/** Only what was declared is sent, so that the others are guessed. */
export function useDescription(source: string, sql: string, declared: Parameter[]): Described {
  const [described, setDescribed] = useState<Described>({ sql: '', last: null, problem: null });
  const asking = useRef(0);
  const parameters = JSON.stringify(declared);
  useEffect(() => {
    const mine = ++asking.current;
    if (sql.trim() === '') return setDescribed({ sql, last: null, problem: null });
    const describe = () =>
      ask('POST describe', { body: { source, sql, parameters: declared } }).then(
        (last) => mine === asking.current && setDescribed({ sql, last, problem: null }),
        (error) =>
          mine === asking.current &&
          setDescribed(({ last }) => ({ sql, last, problem: problemOf(error) })),
      );
    const timer = setTimeout(describe, pauseMs);
    return () => clearTimeout(timer);
  }, [source, sql, parameters]);
  return described;
}
