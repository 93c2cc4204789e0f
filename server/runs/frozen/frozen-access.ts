// Who may see a frozen run, and what they may do with it: the rights of its query as they are now, under the name that it
// has now.
import type { KnownFrozen } from '../../catalog/frozen/frozen-runs.ts';
import type { Catalog } from '../../catalog/queries/catalog.ts';
import type { KnownTables } from '../../catalog/sheet-tables/known-tables.ts';
import type { Access } from '../../identity/access.ts';
import { isOwner, type Guarded } from '../../identity/sight.ts';
import type { Member } from '../../identity/member.ts';

export interface FrozenAccess {
  access: Access;
  catalog: Catalog;
  tables: KnownTables;
}

/** Whether the member may know of it. */
export function seesFrozen(
  { access, catalog, tables }: FrozenAccess,
  frozen: KnownFrozen,
  member: Member,
): boolean {
  if (!mayUseAll(tables, frozen, member)) return false;
  if (!access.mayRunOn(member, frozen.source)) return false;
  const guard = guardOf(catalog, frozen);
  if (guard !== null) return access.maySee(member, guard);
  const isOwn = frozen.maker.id === member.id;
  return isOwn || frozen.sharedAt !== null || access.mayWriteOn(member, frozen.source);
}

// Whoever froze it has it also after a table is gone.
function mayUseAll(tables: KnownTables, { sheetTables, maker }: KnownFrozen, member: Member) {
  return (sheetTables ?? []).every(
    ({ name }) =>
      tables.mayUseNamed(member, name) || (tables.get(name) === null && maker.id === member.id),
  );
}

/** The same as a run of it would: throws Problem forbidden for a way out that its source closes. */
export function refuseHidden(
  { access, catalog }: FrozenAccess,
  frozen: KnownFrozen,
  member: Member,
): void {
  // Of SQL that is not saved whoever sees it was let in by `seesFrozen`; what closes ways out is the source's alone.
  const query = guardOf(catalog, frozen) ?? { slug: frozen.id, source: frozen.source };
  access.requireRun({ member, query, origin: 'api' });
}

/** Null for SQL that is not saved. A query that is gone leaves its audience behind. */
function guardOf(catalog: Catalog, frozen: KnownFrozen): Guarded | null {
  const { query, source, original, maker } = frozen;
  if (query === null) return null;
  const known = catalog.everNamed(query);
  if (original === null || known?.variation !== undefined) return known ?? { slug: query, source };
  // Of a variation that is gone nobody can say who saw it: whoever froze it, as far as they see its original.
  const of = catalog.everNamed(original) ?? { slug: original, source };
  return { slug: query, source, owner: maker, variation: { of, state: 'private' } };
}

/** Its maker, the owner of its query, and admins. */
export function mayErase(
  { catalog }: Pick<FrozenAccess, 'catalog'>,
  frozen: KnownFrozen,
  member: Member,
): boolean {
  const query = frozen.query === null ? null : catalog.everNamed(frozen.query);
  const isOwn = frozen.maker.id === member.id || (query !== null && isOwner(query, member));
  return frozen.erasedAt === null && (isOwn || member.role === 'admin');
}

/** Of SQL that is not saved: its maker, and admins. */
export function mayShare(frozen: KnownFrozen, member: Member): boolean {
  if (frozen.query !== null || frozen.erasedAt !== null) return false;
  return frozen.maker.id === member.id || member.role === 'admin';
}
