// What the add-on answers its sidebar, of whatever function.
import type { ProblemBody } from '../domain/problem.ts';

/** Problems travel as values: an error thrown through google.script.run loses its fields. */
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: ProblemBody };
