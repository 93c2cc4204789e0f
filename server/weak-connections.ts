// Connections to databases that others may read or answer, as the settings ask for them: said by the log and the doctor.
import { weaknessOf } from './database/protection.ts';
import type { Log } from './log.ts';
import { addressesOf } from './settings/kinds.ts';
import type { Settings } from './settings/settings.ts';

/** A sentence for each, which names the setting and not what is in it. */
export function weakConnections({ databaseUrl, sources }: WeakenedBy): string[] {
  const own = databaseUrl === null ? [] : addressesOf(databaseUrl);
  return [
    ...own.flatMap((address) => sentence('DATABASE_URL', address)),
    ...sources.flatMap(({ name, urls }) => {
      const setting = `SOURCE_${name.toUpperCase().replaceAll('-', '_')}_URL`;
      return urls.flatMap((address) => sentence(setting, address));
    }),
  ];
}

type WeakenedBy = Pick<Settings, 'databaseUrl' | 'sources'>;

function sentence(setting: string, address: string): string[] {
  const weakness = weaknessOf(address);
  if (weakness === null) return [];
  const { searchParams } = new URL(address);
  const name = searchParams.has('sslmode') ? 'sslmode' : 'ssl';
  return [`By ${name}=${searchParams.get(name)} in ${setting} the connection ${weakness}.`];
}

export function tellWeakConnections(settings: WeakenedBy, log: Log): void {
  for (const each of weakConnections(settings)) log.warn(each);
}
