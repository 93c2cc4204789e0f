// How far one has come in each lesson, as this browser remembers it.
import { own } from '../../domain/own.ts';

const KEY = 'sheetfeed.lessons';

/** 0 where nothing is remembered, or nothing may be. */
export function stepsDone(lesson: string): number {
  const done = own(read(), lesson);
  return typeof done === 'number' ? done : 0;
}

/** Of a step that was done before nothing changes. */
export function keepStepsDone(lesson: string, done: number): void {
  if (stepsDone(lesson) >= done) return;
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...read(), [lesson]: done }));
  } catch {
    // A browser that remembers nothing: the lesson goes on without it.
  }
}

function read(): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  } catch {
    return {};
  }
}
