// Who else may open the spreadsheet that a result goes into, for the server's audit.
import { seenBy } from '../../domain/agreement.ts';
import type { Place } from '../../domain/contract/audit.ts';
import { messageOf } from '../google/problems.ts';
import { remember, remembered } from './agreements.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Google is asked once a day, for it takes a call for each person. */
const ASKED_AGAIN_MS = 24 * 3_600_000;

/** Their addresses, for the spreadsheet of this id; nothing where Google does not tell. */
export function whoSees(
  spreadsheet: Spreadsheet,
  id: string,
): Pick<Place, 'people' | 'morePeople'> {
  const before = remembered(id);
  const { people: known } = before;
  const isNew = known !== null && Date.now() - Date.parse(known.at) < ASKED_AGAIN_MS;
  const told = isNew ? known : seenBy(addresses(spreadsheet), new Date().toISOString());
  if (!isNew) remember(id, { ...before, people: told });
  if (told.people.length === 0) return {};
  return { people: told.people, ...(told.more > 0 ? { morePeople: told.more } : {}) };
}

// Google tells these of whom the file was shared with by name, not of those who have its link.
function addresses(spreadsheet: Spreadsheet): string[] {
  try {
    const all = [...spreadsheet.getEditors(), ...spreadsheet.getViewers()];
    return all.map((person) => person.getEmail());
  } catch (error) {
    console.warn(`Google does not say who sees the spreadsheet: ${messageOf(error)}`);
    return [];
  }
}
