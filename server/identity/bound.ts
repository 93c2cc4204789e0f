// Holds a schedule to what its member agreed to: its query's fixed values and its spreadsheet.
import type { Place } from '../../domain/contract/audit.ts';
import type { Value, Values } from '../../domain/contract/parameter.ts';
import { own } from '../../domain/own.ts';
import { Problem } from '../../domain/problem.ts';
import type { Member } from './member.ts';

/**
 * Throws Problem forbidden where a schedule asks with other values than it is bound to, or for another spreadsheet. Its
 * query is checked where every query is, for of another one it is told what it would be told of none.
 */
export function refuseUnbound(
  { credential }: Member,
  { values, place }: { values?: Values; place?: Place | undefined },
): void {
  if (credential?.kind !== 'schedule' || values === undefined) return;
  const names = new Set([...Object.keys(values), ...Object.keys(credential.values)]);
  const isFixed = (name: string) => !credential.cells.includes(name);
  const isOther = (name: string) =>
    isFixed(name) && !isSame(own(values, name), own(credential.values, name));
  if ([...names].some(isOther)) throw refused('with other values');
  if (place && place.spreadsheet.id !== credential.spreadsheet) {
    throw refused('in another spreadsheet');
  }
}

function isSame(one: Value | undefined, other: Value | undefined): boolean {
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

function refused(what: string): Problem {
  const detail = `This schedule was set up ${what}. Open the sidebar, look at the range, and save the schedule again.`;
  return new Problem('forbidden', detail);
}
