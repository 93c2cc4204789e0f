// Notes how the views and functions that a statement reaches stand when it is checked.
import type { Session } from '../session/session.ts';
import { STOOD, type CatalogStamp } from '../session/standing.ts';
import { FIRST_OWN_OID } from './known-function.ts';

// As PostgreSQL up to 15 and from 16 on prints a view that it has put in its place.
const VIEW = /:relid (\d+) (?::inh \w+ )?:relkind v\b/g;

/** The stamp of what the trees reach; null where they reach nothing that can be replaced. */
export async function stampOf(
  session: Session,
  trees: string,
  functions: Iterable<number>,
): Promise<CatalogStamp | null> {
  const views = [...trees.matchAll(VIEW)].map(([, oid]) => Number(oid));
  const own = [...new Set([...views, ...functions])].filter((oid) => oid >= FIRST_OWN_OID);
  if (own.length === 0) return null;
  const oids = `{${own.sort((a, b) => a - b).join(',')}}`;
  const [row] = await session.lookUp(STOOD, [oids]);
  return { oids, stood: row?.[0] ?? '' };
}
