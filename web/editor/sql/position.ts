// Where a problem's line and column are in a text.
import type { Problem } from '../../../domain/problem.ts';

export interface Span {
  from: number;
  to: number;
}

/**
 * The word that a problem points at, as UTF-16 offsets; null when it points nowhere. Its line and column
 * count characters from 1, and begin at `start` where only a selection was run.
 */
export function spanOf(problem: Problem, text: string, start = 0): Span | null {
  const { line, column } = problem.extras;
  if (typeof line !== 'number' || typeof column !== 'number') return null;
  const lines = text.slice(start).split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const within = [...(lines[line - 1] ?? '')].slice(0, column - 1).join('').length;
  const from = Math.min(start + before + within, Math.max(0, text.length - 1));
  const word = /^[\w."]+/.exec(text.slice(from))?.[0] ?? text.slice(from, from + 1);
  return { from, to: Math.min(text.length, from + Math.max(1, word.length)) };
}
