// In whose name the server writes into a spreadsheet for somebody: the simplest way that works; and where none does, what is
// missing, in a sentence.
import { Problem } from '../../domain/problem.ts';
import type { Google } from './google.ts';
import type { Grant } from './grant.ts';

/**
 * The server's own account, with which the spreadsheet is shared; the person, whom the domain lets it act as; the person's own
 * leave, for spreadsheets that they picked.
 */
export type Writer = 'server' | 'owner' | 'picked';

/** From the simplest on. */
const WRITERS = ['server', 'owner', 'picked'] as const;

/** For whom it is written. */
export interface Person {
  id: string;
  email: string;
}

/** For a person who is there. Throws Problem google_not_set_up. */
export async function grantOf(google: Google, writer: Writer, member: Person): Promise<Grant> {
  const grant = await wayOf(google, writer, member);
  if (grant !== null) return grant;
  throw writer === 'picked' ? withoutLeave() : withoutAccount();
}

async function wayOf(google: Google, writer: Writer, { id, email }: Person): Promise<Grant | null> {
  if (writer === 'picked') return google.picked?.of(id) ?? null;
  return writer === 'owner' ? google.as(email) : google.own;
}

/** What says that another way may work. */
const MISSING: ReadonlySet<string> = new Set([
  ...['spreadsheet_not_shared', 'google_not_set_up', 'forbidden'],
]);

/** Tries the ways until one works. Throws Problem: of what is missing, and what else `attempt` throws. */
export async function firstThatWrites<T>(
  google: Google,
  member: Person,
  attempt: (grant: Grant, writer: Writer) => Promise<T>,
): Promise<T> {
  const missing: Missing[] = [];
  for (const writer of WRITERS) {
    try {
      const grant = await wayOf(google, writer, member);
      if (grant !== null) return await attempt(grant, writer);
    } catch (error) {
      if (!(error instanceof Problem) || !MISSING.has(error.code)) throw error;
      missing.push({ writer, problem: error });
    }
  }
  throw whatIsMissing(missing, google.picked?.areOffered ?? false);
}

interface Missing {
  writer: Writer;
  problem: Problem;
}

// What is wrong with the first way is told, and what else would do.
function whatIsMissing(missing: Missing[], mayPick: boolean): Problem {
  const first = missing[0]?.problem ?? (mayPick ? withoutLeave() : withoutAccount());
  const pick = mayPick ? { mayPick } : {};
  const { shareWith } = first.extras;
  // Where there is no such spreadsheet, no other way leads to it.
  if (shareWith === undefined)
    return new Problem(first.code, first.message, { ...first.extras, ...pick }, first);
  const isTheirs = missing.some(
    ({ writer, problem }) => writer === 'owner' && problem.code === 'spreadsheet_not_shared',
  );
  const account = String(shareWith);
  const detail = isTheirs
    ? `Neither Sheetfeed nor you may write to this spreadsheet. Have its owner share it with you, or with ${account}, as an editor.`
    : `Share this spreadsheet with ${account} as an editor, ${orElse(mayPick)}; then try again.`;
  return new Problem('spreadsheet_not_shared', detail, { shareWith: account, ...pick }, first);
}

const orElse = (mayPick: boolean) =>
  mayPick
    ? 'or let it write to the spreadsheets that you pick (your account page on Sheetfeed says how)'
    : 'or have an admin of your domain let Sheetfeed act as you';

function withoutAccount(): Problem {
  const detail =
    'This server has no account at Google, so it writes into no spreadsheet. An admin sets GOOGLE_SERVICE_ACCOUNT; until then Google’s clock can do it.';
  return new Problem('google_not_set_up', detail);
}

function withoutLeave(): Problem {
  const detail =
    'Sheetfeed has no leave to write to spreadsheets that you pick. Give it on your account page.';
  return new Problem('google_not_set_up', detail);
}
