// Follows the functions of extensions that are written in SQL or PL/pgSQL to those that their texts call.
import type { Session } from '../session/session.ts';
import { isOpen, isWritten } from './extension-policy.ts';
import { namesCalled } from './function-bodies.ts';
import { refusalOf } from './function-policy.ts';
import { FIRST_OWN_OID, type KnownFunction } from './known-function.ts';
import { functionsNamed } from './known-functions.ts';
import { textsRunBy } from './text-runners.ts';

const MAX_DEPTH = 10;

/**
 * Why the texts of these functions may not be run; null when they may. A text calls by name, so that what the search
 * path finds first is called: every function of the name counts, and one of this database's own is refused, also where
 * the caller was read and found to compute.
 */
export async function refusalBehind(
  session: Session,
  procs: readonly KnownFunction[],
  allowed: ReadonlySet<string>,
): Promise<string | null> {
  const written = procs.filter(isOfExtension);
  const found = await follow(session, written.filter(isUnread), {
    refusal: (proc) => refusalOfCalled(proc, allowed),
    isFollowed: isUnread,
  });
  if (found.refusal !== null) return found.refusal;
  const open = [...written, ...found.called].filter((proc) => isOfExtension(proc) && isOpen(proc));
  const behindOpen = await follow(session, open, {
    refusal: (proc) => (isOwn(proc) ? refusalOf(proc, allowed) : null),
    isFollowed: isOfExtension,
  });
  return behindOpen.refusal;
}

interface Following {
  refusal(called: KnownFunction): string | null;
  isFollowed(called: KnownFunction): boolean;
}

async function follow(
  session: Session,
  procs: readonly KnownFunction[],
  { refusal, isFollowed }: Following,
): Promise<{ refusal: string | null; called: KnownFunction[] }> {
  const seen = new Set<string>();
  const all: KnownFunction[] = [];
  let callers = [...procs];
  for (let depth = 0; callers.length > 0; depth++) {
    if (depth === MAX_DEPTH)
      return { refusal: `${nameOf(callers[0])} calls too deep`, called: all };
    const called = await calledBy(session, callers, seen);
    for (const proc of called) {
      const reason = isOutOfReach(proc, callers) ? null : refusal(proc);
      if (reason === null) continue;
      const caller = callers.find(({ source }) => namesCalled(source).has(proc.name));
      return { refusal: `${nameOf(caller)} may call another function, and ${reason}`, called: all };
    }
    all.push(...called);
    callers = called.filter(isFollowed);
  }
  return { refusal: null, called: all };
}

// By names that were not seen before.
async function calledBy(
  session: Session,
  callers: readonly KnownFunction[],
  seen: Set<string>,
): Promise<KnownFunction[]> {
  const names = new Set(callers.flatMap(({ source }) => [...namesCalled(source)]));
  const unseen = [...names].filter((name) => !seen.has(name));
  for (const name of unseen) seen.add(name);
  const extensions = [...new Set(callers.map(({ extension }) => extension ?? ''))];
  return [...(await functionsNamed(session, unseen, extensions)).values()];
}

function isOfExtension(proc: KnownFunction): boolean {
  return proc.extension !== null && isWritten(proc);
}

function isUnread(proc: KnownFunction): boolean {
  return isOfExtension(proc) && !isOpen(proc);
}

function isOwn({ extension, oid }: KnownFunction): boolean {
  return extension === null && oid >= FIRST_OWN_OID;
}

const NUMBERS = ['numeric', 'int2', 'int4', 'int8', 'float4', 'float8'];

// A text that calls a function of numbers means PostgreSQL's own, which fits its arguments best, unless one of another
// type comes from outside.
function isOutOfReach(proc: KnownFunction, callers: readonly KnownFunction[]): boolean {
  if (!isOwn(proc)) return false;
  const given = new Set(callers.flatMap((caller) => typesIn(caller.signature)));
  const types = typesIn(proc.signature);
  return types.length > 0 && types.every((type) => NUMBERS.includes(type) && !given.has(type));
}

function typesIn(signature: string): string[] {
  const types = signature.slice(signature.indexOf('(') + 1, -1);
  return types === '' ? [] : types.split(',');
}

// What takes internals cannot be meant by a call in a text.
function refusalOfCalled(proc: KnownFunction, allowed: ReadonlySet<string>): string | null {
  if (textsRunBy(proc) > 0) return `${proc.name} runs SQL`;
  return proc.takesInternals ? null : refusalOf(proc, allowed);
}

function nameOf(proc: KnownFunction | undefined): string {
  return proc === undefined ? 'a function' : `${proc.schema}.${proc.name}`;
}
