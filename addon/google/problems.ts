// Turns what Google's services throw into problems with a sentence for the person.
import { own } from '../../domain/own.ts';
import { Problem } from '../../domain/problem.ts';
import type { ProblemCode } from '../../domain/problem.ts';

const KNOWN: { text: RegExp; code: ProblemCode; detail: string }[] = [
  {
    // Such as "Service Spreadsheets timed out while accessing document with id …".
    text: /^Service (Spreadsheets |error)|^Service unavailable|^We're sorry, a server error occurred/i,
    code: 'google_unavailable',
    detail: 'Google Sheets did not answer in time. It passes: try again in a minute.',
  },
  {
    text: /called too frequently in one day|invoked too many times|Bandwidth quota exceeded|too much computer time/i,
    code: 'quota_used_up',
    detail:
      "Google's daily allowance for add-ons is used up for this account. It comes back within 24 hours; a colleague can refresh in the meantime.",
  },
  {
    text: /protected/i,
    code: 'range_protected',
    detail:
      'Cells of this range are protected. Ask the owner of the spreadsheet to let you edit them.',
  },
  {
    text: /above the limit of 10000000 cells|10,?000,?000 cells/i,
    code: 'sheet_full',
    detail:
      'The spreadsheet is full: Google Sheets holds 10 million cells, blank ones included. Delete tabs or empty rows.',
  },
  {
    text: /too many (time-based )?triggers/i,
    code: 'quota_used_up',
    detail:
      'Google allows 20 triggers for each person. Turn a schedule off in another spreadsheet, or let a colleague make this one.',
  },
  {
    text: /metadata exceeds/i,
    code: 'sheet_full',
    detail:
      'This tab holds all that Google lets an add-on remember of it. Unlink ranges that nobody needs, or take long lists of values from cells.',
  },
  {
    // How Google says it of metadata is not known: no page of its tells.
    text: /metadata .*(does not|no longer) exist/i,
    code: 'sheet_changed',
    detail:
      'Somebody took away what Sheetfeed keeps of this range while it was at work. Look at the cells, then refresh again.',
  },
  {
    text: /violates the data validation rules/i,
    code: 'range_obstructed',
    detail:
      'A data validation rule of the sheet rejects a value of the result (Google names the cell in the details). Let the rule show a warning instead, or take it away, then refresh again.',
  },
  {
    text: /merged? cell|merge/i,
    code: 'range_obstructed',
    detail: 'Merged cells are in the way. Unmerge the cells at the range, then try again.',
  },
  {
    // The two ways in which an administrator closes the way out: the add-on's own list, and the domain's.
    text: /permitted by your admin|not whitelisted|not allowlisted/i,
    code: 'not_authorized',
    detail:
      'Your Google Workspace administrator does not let this add-on reach Sheetfeed’s server. Ask them to allow it; the sheet is as it was.',
  },
  {
    text: /permission|not sufficient to call|authoriz/i,
    code: 'not_authorized',
    detail:
      'Google does not let Sheetfeed do this yet. Open Sheetfeed from the Extensions menu and allow it.',
  },
];

/** The problem that an error is: itself, one of Google's known refusals, or an internal one. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const message = messageOf(error);
  const scope = /Required permissions: .*?auth\/([\w.]+)/.exec(message)?.[1];
  if (scope) return unticked(scope, message, error);
  const known = KNOWN.find(({ text }) => text.test(message));
  if (known) return new Problem(known.code, known.detail, { google: message }, error);
  console.error(message, error instanceof Error ? (error.stack ?? '') : '');
  return new Problem(
    'internal',
    'Something went wrong inside the add-on. Try again; if it stays, tell your administrator.',
    { google: message },
    error,
  );
}

const SCOPE_WORDS: Record<string, string> = {
  'userinfo.email': 'see your email address',
  'spreadsheets.currentonly': 'work with the spreadsheet it is opened in',
  'script.container.ui': 'show its sidebar',
  'script.external_request': 'connect to its server',
  'script.scriptapp': 'run when you are not present, for schedules',
};

/** What is told where the person left a box empty when Google asked for permission. */
export function unticked(scope: string, google: string, cause?: unknown): Problem {
  const words = own(SCOPE_WORDS, scope) ?? 'do this';
  const detail = `Sheetfeed may not ${words} yet. Allow it with that box ticked, then try again.`;
  return new Problem('not_authorized', detail, { google, ...allowAt() }, cause);
}

// Where Google asks again; nothing where it has no more to ask.
function allowAt(): { allowAt?: string } {
  try {
    const info = ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL);
    const url = info.getAuthorizationUrl();
    return url ? { allowAt: url } : {};
  } catch {
    // Without a way to ask the sentence has to do.
    return {};
  }
}

/** The text that an error carries. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
