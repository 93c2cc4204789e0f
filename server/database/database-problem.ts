// An error of Sheetfeed's own database as the problem that it is for whoever asks.
import { Problem } from '../../domain/problem.ts';

// What node reports of a lost connection, and PostgreSQL's classes 08, 53 (no resources) and 57 (cancelled, shut down).
const connectionLost =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|08...|53...|57...)$/;

// read_only_sql_transaction: its disk is being mended, or a follower has taken its place.
const READ_ONLY = '25006';

// lock_not_available: an administrator works on a table, or many save at once.
const LOCKED = '55P03';

/**
 * The problem where it is Sheetfeed's own database that cannot do it just now; else null. Of data sources the run path
 * throws Problems itself.
 */
export function databaseProblem(error: unknown): Problem | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as { code?: unknown };
  if (code === READ_ONLY) {
    const detail =
      "Sheetfeed's own database takes no changes just now, so nothing was saved. Try again in a minute.";
    return new Problem('service_unavailable', detail, { retryAfterSeconds: 30 }, error);
  }
  if (code === LOCKED) {
    const detail =
      "Something else holds Sheetfeed's own database up just now, so nothing was saved. Try again in a minute.";
    return new Problem('service_unavailable', detail, { retryAfterSeconds: 30 }, error);
  }
  const lost = typeof code === 'string' && connectionLost.test(code);
  if (
    !lost &&
    !/^(Connection terminated|timeout exceeded when trying to connect|Query read timeout)/.test(
      error.message,
    )
  ) {
    return null;
  }
  const detail = "Sheetfeed's own database does not answer. Try again in a minute.";
  return new Problem('service_unavailable', detail, { retryAfterSeconds: 30 }, error);
}
