// The log: JSON lines on standard error, without passwords and tokens.
import pino from 'pino';

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

/** What every part of the server may write to. */
export type Log = Pick<pino.Logger, 'error' | 'warn' | 'info' | 'debug' | 'isLevelEnabled'>;

const secretFields = ['password', 'authorization', 'cookie', 'token', 'url', 'connectionString'];

/** A log that writes lines of `level` and above to standard error. */
export function createLog(level: LogLevel): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretFields.flatMap((name) => [name, `*.${name}`]), censor: '(secret)' },
      serializers: { err: errorForLog },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** What Node warns of becomes a line of the log like any other. */
export function logWarnings(log: Log): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log.warn({ err: warning }, 'Node warns'));
}

// Only named fields: those of a database driver's errors may hold rows or connection strings.
function errorForLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: hideSecrets(String(error)) };
  const { code, cause } = error as Error & { code?: unknown };
  return {
    type: error.name,
    message: hideSecrets(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    stack: hideSecrets(error.stack ?? ''),
    ...(cause === undefined ? {} : { cause: errorForLog(cause) }),
  };
}

/** Hides user names and passwords in addresses, bearer tokens, and the secrets of share links and incoming webhooks. */
export function hideSecrets(text: string): string {
  return text
    .replace(/\b([a-z]+:\/\/)[^\s/@]+@/gi, '$1(secret)@')
    .replace(/\b(bearer)\s+[\w.~+/-]+=*/gi, '$1 (secret)')
    .replace(/(\/(?:s|hooks)\/)[^/?#.\s"']+/gi, '$1(secret)')
    .replace(/\b(sfl|sfh|sheetfeed_pat|sheetfeed_sched)_[\w-]+/g, '(secret)');
}
