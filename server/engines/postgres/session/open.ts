// Opens sessions with our settings: from their first message on where that can be, else from each transaction.
import { openWire } from '../wire/connect.ts';
import { queryMessage } from '../wire/messages.ts';
import { hasSettings, startupOptions, type SettingsFrom } from './begin.ts';
import { Session } from './session.ts';
import { ServerError } from '../wire/wire.ts';

export interface Opening {
  /** Tried first, and then what comes behind it. */
  settingsFrom: SettingsFrom;
  /** The time limit that most runs have. */
  usualTimeoutMs: number;
}

/** Opens a session on the server at `url`. Throws what `pg` and the network throw. */
export async function openSession(
  url: string,
  { settingsFrom: from, usualTimeoutMs }: Opening,
): Promise<Session> {
  const session = from === 'startup' ? await openWithSettings(url, usualTimeoutMs) : null;
  return session ?? openWithout(url, from);
}

// An unknown setting, a value that is not taken, a pooler that takes no options, a proxy without the feature.
const OPTIONS_REFUSED = ['42704', '22023', '08P01', '0A000'];

// Null where the server, or what stands before it, does not take the settings.
async function openWithSettings(url: string, usualTimeoutMs: number): Promise<Session | null> {
  try {
    const wire = await openWire(url, startupOptions(usualTimeoutMs));
    const session = new Session(wire, 'startup', usualTimeoutMs);
    const [row] = await session.lookUp(hasSettings(usualTimeoutMs), []);
    session.processId = Number(row?.[1]);
    session.incarnation = row?.[2] ?? null;
    if (row?.[0] === 't') return session;
    session.close();
    return null;
  } catch (error) {
    if (OPTIONS_REFUSED.includes((error as { code?: string }).code ?? '')) return null;
    throw error;
  }
}

async function openWithout(url: string, from: SettingsFrom): Promise<Session> {
  const wire = await openWire(url, '');
  if (from === 'unchecked transaction') return new Session(wire, from);
  try {
    await wire.exchange([queryMessage("set client_connection_check_interval = '500ms'")]);
    return new Session(wire, 'transaction');
  } catch (error) {
    // PostgreSQL 13 does not know the setting, and macOS cannot do it.
    if (!(error instanceof ServerError)) throw error;
    return new Session(wire, 'unchecked transaction');
  }
}
