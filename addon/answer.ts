// Answers the sidebar: a value, or the problem with its fields, for errors lose them on their way.
import { problemBody } from '../domain/problem.ts';
import { problemOf } from './google/problems.ts';
import type { Answer } from './answered.ts';

/** What `work` gives, or the problem that it met. */
export function answer<T>(work: () => T): Answer<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, problem: problemBody(problemOf(error)) };
  }
}
