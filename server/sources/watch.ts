// Looks at every data source again and again, and tells the log what an operator should know of it.
import type { Log } from '../log.ts';
import type { SourceHealth } from './health.ts';
import type { Sources } from './sources.ts';

/** Its role is looked at hourly; this is one question to each server, unless runs have just asked it. */
const EVERY_MS = 10_000;

/**
 * Asks each source which server would run queries and what its role could do; a role that could write makes that
 * source refuse to run. What was told before is not told again until it changes: one that goes away, and one that is
 * back, are a line each. The function that is returned
 * ends it.
 */
export function watchSources(sources: Sources, log: Log, everyMs = EVERY_MS): () => void {
  const told = new Map<string, string>();
  const look = async () => {
    for (const health of await sources.health()) tell(health, told, log);
  };
  const lookNow = () =>
    void look().catch((err: unknown) => log.error({ err }, 'no source answers'));
  lookNow();
  const timer = setInterval(lookNow, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function tell(
  { name, problem, warnings, servers }: SourceHealth,
  told: Map<string, string>,
  log: Log,
) {
  const reasons = servers.flatMap(({ reason }) => reason ?? []);
  const sentences = problem === null ? warnings : [problem];
  const now = [...sentences, ...reasons].join(' ');
  if (told.get(name) === now) return;
  told.set(name, now);
  for (const sentence of sentences) log.warn({ source: name, reasons }, sentence);
  if (sentences.length === 0) log.info({ source: name }, 'The data source is well.');
}
