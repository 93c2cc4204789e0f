// Whether the servers of one database were started with the same settings: by fingerprints, for some are secrets.
import { createHash, randomUUID, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type pg from 'pg';
import type { Log } from '../log.ts';
import type { Settings } from '../settings/settings.ts';

/** Fingerprints by the names of the settings. */
export type Prints = Record<string, string>;

const PRINT_BYTES = 6;
const TELL_EVERY_MS = 60_000;
/** Who has not told for so long does not run any more. */
const RUNS = `seen_at > now() - interval '90 seconds'`;

/** What makes sessions, tokens and links of one server worthless, or other, on the next. */
export async function printsOf(settings: Settings): Promise<Prints> {
  const { sessionSecret, encryptionKeys, oidcClientSecret, sources } = settings;
  const secrets = {
    SESSION_SECRET: sessionSecret,
    ENCRYPTION_KEYS: encryptionKeys?.map((key) => key.toString('base64')) ?? null,
    OIDC_CLIENT_SECRET: oidcClientSecret,
    AUDIT_WEBHOOK_URL: settings.auditWebhookUrl,
    AUDIT_WEBHOOK_SECRET: settings.auditWebhookSecret,
  };
  const plain = {
    PUBLIC_URL: settings.publicUrl,
    OIDC_ISSUER: settings.oidcIssuer,
    OIDC_CLIENT_ID: settings.oidcClientId,
    GOOGLE_CLIENT_IDS: settings.googleClientIds,
    ADDON_ADDRESSES: settings.addonAddresses,
    ALLOWED_DOMAINS: settings.allowedDomains,
    ADMIN_EMAILS: settings.adminEmails,
    DEFAULT_ROLE: settings.defaultRole,
    TIME_ZONE: settings.timeZone,
    'SOURCE_<NAME>_URL': sources.map(({ name }) => name),
  };
  const slow = Object.entries(secrets).map(async ([name, value]) => [name, await slowPrint(value)]);
  const quick = Object.entries(plain).map(([name, value]) => [name, quickPrint(value)]);
  return Object.fromEntries([...(await Promise.all(slow)), ...quick]) as Prints;
}

// Whoever reads the database must not find a weak secret by trying.
const slowly = promisify<string, string, number, Buffer>(scrypt);
const slowPrint = async (value: unknown) =>
  (await slowly(JSON.stringify(value), 'sheetfeed settings', PRINT_BYTES)).toString('hex');
const quickPrint = (value: unknown) =>
  createHash('sha256')
    .update(JSON.stringify(value))
    .digest('hex')
    .slice(0, 2 * PRINT_BYTES);

/** The names of settings that other servers which run now have otherwise. */
export async function differingSettings(
  database: Pick<pg.ClientBase, 'query'>,
  prints: Prints,
): Promise<string[]> {
  const { rows } = await database.query<OfServer>(
    `select prints from server_settings where ${RUNS}`,
  );
  return differing(prints, rows);
}

interface OfServer {
  prints: Prints;
}

// One that only servers of another version know is none that differs.
function differing(prints: Prints, others: readonly OfServer[]): string[] {
  const differs = (name: string) =>
    others.some((row) => row.prints[name] !== undefined && row.prints[name] !== prints[name]);
  return Object.keys(prints).filter(differs);
}

/** Tells that this server runs, and gives what the others have told. */
async function tellAndHear(database: pg.Pool, server: string, prints: Prints): Promise<OfServer[]> {
  const { rows } = await database.query<OfServer>(
    `with told as (
       insert into server_settings (server, prints) values ($1, $2)
       on conflict (server) do update set seen_at = now()),
     gone as (delete from server_settings where not ${RUNS} and server <> $1)
     select prints from server_settings where ${RUNS}`,
    [server, JSON.stringify(prints)],
  );
  return rows;
}

/** Tells the others, and the log where they differ; again and again, until the function that is returned is called. */
export async function tellSettings(
  database: pg.Pool,
  settings: Settings,
  log: Log,
): Promise<() => Promise<void>> {
  const server = randomUUID();
  const prints = await printsOf(settings);
  let told = '';
  const look = async () => {
    const names = differing(prints, await tellAndHear(database, server, prints)).join(', ');
    if (names !== told && names !== '')
      log.warn(
        `Another server of this database was started with another ${names}. Give all the same.`,
      );
    told = names;
  };
  // That the database is away is told elsewhere.
  const lookQuietly = () => look().catch(() => undefined);
  let looking = lookQuietly();
  const timer = setInterval(() => {
    looking = lookQuietly();
  }, TELL_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await looking;
    await database
      .query('delete from server_settings where server = $1', [server])
      .catch(() => undefined);
  };
}
