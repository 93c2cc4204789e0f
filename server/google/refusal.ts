// What can become of a call of Google's API besides its answer: a refusal, or silence.
import { Problem } from '../../domain/problem.ts';
import type { Grant } from './grant.ts';

/** Google takes the call for wrong: the grid is not what the caller thought, or the call is ours to mend. */
export class GoogleRefusal extends Error {
  override name = 'GoogleRefusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Nobody knows whether Google carried it out: the connection broke, or the answer says that something failed. */
export class Unheard extends Error {
  override name = 'Unheard';
}

export interface Asked {
  grant: Pick<Grant, 'email'>;
  kind: 'read' | 'write';
}

/** Google's answer as an error of ours: a Problem in plain words, where somebody can do something about it. */
export function refusalOf(status: number, text: string, asked: Asked): Problem | GoogleRefusal {
  const { message, reason } = errorIn(text);
  if (/edit a protected cell or object/.test(message)) return isProtected();
  if (status === 403) return forbidden(asked, reason);
  if (status === 404) return notThere();
  if (status === 401) return notTaken();
  if (status === 429) return tooMany();
  if (status >= 500) return unavailable(`it answered ${status}`);
  return new GoogleRefusal(status, message === '' ? `Google answered ${status}.` : message);
}

/** Google cannot be reached, or fails. */
export function unavailable(reason: string, cause?: unknown): Problem {
  const detail = `Google Sheets did not answer (${reason}). Nothing was changed by that; try again in a minute.`;
  return new Problem('google_unavailable', detail, {}, cause);
}

function forbidden({ grant, kind }: Asked, reason: string): Problem {
  if (reason === 'SERVICE_DISABLED' || reason === 'accessNotConfigured') return notSwitchedOn();
  const role = kind === 'write' ? 'as an editor' : 'as a viewer, or as an editor to write to it';
  const detail = `Sheetfeed may not ${kind === 'write' ? 'write to' : 'read'} this spreadsheet. Share it with ${grant.email} ${role}, and try again.`;
  return new Problem('spreadsheet_not_shared', detail, { shareWith: grant.email });
}

function notSwitchedOn(): Problem {
  const detail =
    "The Google Sheets API is not switched on in the project of Sheetfeed's service account. An admin can enable it in the Google Cloud console.";
  return new Problem('google_not_set_up', detail);
}

function notThere(): Problem {
  const detail =
    'Google knows no such spreadsheet, or it was deleted. Check its address, and that it is not in the bin.';
  return new Problem('spreadsheet_not_shared', detail);
}

function notTaken(): Problem {
  const detail =
    "Google does not take Sheetfeed's key. An admin has to look at GOOGLE_SERVICE_ACCOUNT (`npm run doctor` says what is wrong).";
  return new Problem('google_not_set_up', detail);
}

function isProtected(): Problem {
  const detail =
    'The cells are protected, and Sheetfeed may not edit them. Let it edit the protected range, or move the range elsewhere.';
  return new Problem('range_protected', detail);
}

function tooMany(): Problem {
  const detail = 'Google takes no more requests in this minute. Try again in a minute.';
  return new Problem('google_unavailable', detail, { retryAfterSeconds: 60 });
}

// google.rpc.Status, and Drive's own form (reason beside each error).
interface ErrorBody {
  error?: { message?: string; details?: { reason?: string }[]; errors?: { reason?: string }[] };
}

function errorIn(text: string): { message: string; reason: string } {
  try {
    const { error } = JSON.parse(text) as ErrorBody;
    const reasons = [...(error?.details ?? []), ...(error?.errors ?? [])];
    const reason = reasons.find((one) => typeof one.reason === 'string')?.reason ?? '';
    return { message: String(error?.message ?? ''), reason };
  } catch {
    return { message: '', reason: '' };
  }
}
