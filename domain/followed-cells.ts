// A value that follows a cell is in the hand of whoever edits that cell: what is said of it, and where it is forbidden.
import type { Parameter } from './contract/parameter.ts';
import { Problem } from './problem.ts';

type Named = Pick<Parameter, 'name' | 'label'>;

/** What is told where a value follows a cell before anybody agrees to it. `place` is the cell as a person knows it. */
export function handWords(place: string, { label, name }: Named): string {
  return `Whoever edits ${place} decides what ${label ?? name} is, with your rights.`;
}

/** Told where the author of a query wants a value to be given by whoever runs it. */
export function noCellFor({ label, name }: Named): Problem {
  const detail = `The author of this query does not let ${label ?? name} follow a cell, for others may edit that. Give it a value instead.`;
  return new Problem('invalid_value', detail, { parameter: name });
}
