// In whose name the server writes into a spreadsheet for somebody: the simplest way that works; and where none does, what is
// missing, in a sentence.
import { Problem } from '../../domain/problem.ts';
import type { Google } from './google.ts';
import type { Grant } from './grant.ts';

/** The server's own account, with which the spreadsheet is shared; or the person, whom the domain lets it act as. */
export type Writer = 'server' | 'owner';

/** Throws Problem google_not_set_up. */
export function grantOf(google: Google, writer: Writer, email: string): Grant {
  const grant = writer === 'owner' ? google.as(email) : google.own;
  if (grant === null) throw withoutAccount();
  return grant;
}

/** What says that another way may work. */
const MISSING: ReadonlySet<string> = new Set([
  ...['spreadsheet_not_shared', 'google_not_set_up', 'forbidden'],
]);

/** Tries the ways until one works. Throws Problem: of what is missing, and what else `attempt` throws. */
export async function firstThatWrites<T>(
  google: Google,
  email: string,
  attempt: (grant: Grant, writer: Writer) => Promise<T>,
): Promise<T> {
  const missing: Problem[] = [];
  for (const writer of ['server', 'owner'] as const) {
    const grant = writer === 'owner' ? google.as(email) : google.own;
    if (grant === null) continue;
    try {
      return await attempt(grant, writer);
    } catch (error) {
      if (!(error instanceof Problem) || !MISSING.has(error.code)) throw error;
      missing.push(error);
    }
  }
  throw whatIsMissing(missing);
}

/** Of the ways in their order. What is wrong with the first is told where the second one's domain gave no leave. */
function whatIsMissing([first = withoutAccount(), second]: Problem[]): Problem {
  const { shareWith } = first.extras;
  // Where there is no such spreadsheet, no other way leads to it.
  if (second === undefined || shareWith === undefined) return first;
  const account = String(shareWith);
  const detail =
    second.code === 'spreadsheet_not_shared'
      ? `Neither Sheetfeed nor you may write to this spreadsheet. Have its owner share it with you, or with ${account}, as an editor.`
      : `Share this spreadsheet with ${account} as an editor, or have an admin of your domain let Sheetfeed act as you; then try again.`;
  return new Problem('spreadsheet_not_shared', detail, { shareWith: account }, second);
}

function withoutAccount(): Problem {
  const detail =
    'This server has no account at Google, so it writes into no spreadsheet. An admin sets GOOGLE_SERVICE_ACCOUNT; until then Google’s clock can do it.';
  return new Problem('google_not_set_up', detail);
}
