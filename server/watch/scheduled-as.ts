// As whom a schedule of a linked range runs its query, and writes into the spreadsheet.
import type { RangeScheduleContent } from '../../domain/contract/ranges/range-schedule.ts';
import type { KnownQuery } from '../catalog/queries/known-query.ts';
import type { KnownRangeSchedule } from '../catalog/timed/timed.ts';
import type { Google } from '../google/google.ts';
import { Spreadsheet } from '../google/spreadsheet.ts';
import { grantOf } from '../google/writers.ts';
import type { Member } from '../identity/member.ts';
import type { Scheduled } from '../sheets/scheduled-range.ts';

type Kept = Pick<KnownRangeSchedule, 'id' | 'query' | 'content'>;

/** The owner, who may by this what they agreed to and nothing else, as by the token of a schedule of the add-on. */
export function scheduledAs(owner: Member, { query, content }: Kept): Member {
  const { range, values, spreadsheet } = content;
  const cells = Object.keys(content.cells);
  const bound = { query, values, cells, range, spreadsheet: spreadsheet.id };
  return { ...owner, credential: { kind: 'schedule', ...bound } };
}

/** What the owner agreed to; of a query that is gone, by the name that it had. */
export function wasScheduled(
  { id, query, content }: Kept,
  known: Pick<KnownQuery, 'slug' | 'formerly'> | null,
): Scheduled {
  const { range, values, cells, spreadsheet } = content;
  const slugs = known ? [known.slug, ...known.formerly] : [query];
  return { id, range, values, cells, spreadsheet: spreadsheet.id, slugs };
}

/** The spreadsheet in the name of who writes there. Throws Problem google_not_set_up. */
export async function spreadsheetFor(
  google: Google,
  owner: Member | null,
  { content, signal }: { content: RangeScheduleContent; signal?: AbortSignal },
): Promise<Spreadsheet> {
  const { writer } = content;
  const grant = await grantOf(google, writer, owner ?? NOBODY);
  return new Spreadsheet(google, grant, content.spreadsheet.id, signal);
}

/** Whose schedule goes on after they left: the server's account alone still writes for them. */
const NOBODY = { id: '', email: '' };
