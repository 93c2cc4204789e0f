// Checks a statement as PostgreSQL resolved it: every function, operator, type and view that it would reach.
import { LRUCache } from 'lru-cache';
import { Problem } from '../../../../domain/problem.ts';
import { refusalBehind } from './called-functions.ts';
import type { CatalogStamp } from '../session/standing.ts';
import { stampOf } from './catalog-stamp.ts';
import {
  READS_ANY_TYPE,
  READS_ARGUMENT_TYPE,
  needsAllowing,
  refusalOf,
} from './function-policy.ts';
import { FIRST_OWN_OID, type KnownFunction } from './known-function.ts';
import { isWritten } from './extension-policy.ts';
import { leavesSomething } from './function-bodies.ts';
import { builtInFunctions, functionsOf, oidArray, type FunctionsByOid } from './known-functions.ts';
import { castsToJson } from './json-casts.ts';
import { NestedTexts } from './nested-texts.ts';
import { calledByPlanner } from './planned-calls.ts';
import { checkPlanning } from './planning-limits.ts';
import { reachedBy, type Reached } from './parse-trees.ts';
import type { Reading } from '../statement/parser.ts';
import { checkReading } from './reading-limits.ts';
import { namedTypes, typesBeside, typesRead, WITHIN } from './reached-types.ts';
import { typesNamedAtRunTime } from './run-time-types.ts';
import type { Session } from '../session/session.ts';

const VERDICT_KEPT_MS = 60_000;
const KEPT_VERDICTS = 2_000;
/** Of the statements' texts: one may be as long as 256 KB. */
const KEPT_CHARACTERS = 16 * 1024 * 1024;
// A function may reach a domain whose check reaches a function, and so on.
const MAX_DEPTH = 5;

// The functions behind operators, and behind aggregates. The planner puts an operator's negator in the place of
// NOT, and its commutator where that finds an index.
const BEHIND = `
  with recursive operators(oid) as (
    select unnest($2::oid[])
    union
    select other.oid
    from operators
      join pg_catalog.pg_operator o on o.oid = operators.oid
      cross join lateral (values (o.oprcom), (o.oprnegate)) other(oid)
    where other.oid >= ${FIRST_OWN_OID}
  )
  select oprcode::oid from pg_catalog.pg_operator o join operators on o.oid = operators.oid
  union
  select unnest(array[aggtransfn, aggfinalfn, aggcombinefn, aggserialfn, aggdeserialfn,
    aggmtransfn, aggminvtransfn, aggmfinalfn]::oid[])
  from pg_catalog.pg_aggregate where aggfnoid::oid = any($1::oid[])`;

// The checks of every domain within the given types; reading a value of a type runs them.
const CHECKS = `${WITHIN}
  select c.conbin::text
  from pg_catalog.pg_constraint c join reached on c.contypid = reached.oid
  where c.contype = 'c'`;

/** What the guard is told by whoever opens a source. */
export interface GuardOptions {
  /** The database's own functions that queries may call, as `schema.name`. */
  allowedFunctions: readonly string[];
  /** Reads a text that a function runs. Throws as `readStatement` does. */
  read(sql: string): Promise<Reading>;
}

/** What one server's database has, and which statements have been found harmless on it. */
export class Resolution {
  readonly #allowed: ReadonlySet<string>;
  readonly #nested: NestedTexts;
  #builtIn: FunctionsByOid | null = null;
  /** The statements that were found harmless, with how what they reach stood then. */
  readonly #harmless = new LRUCache<string, { stamp: CatalogStamp | null }>({
    max: KEPT_VERDICTS,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (_verdict, key) => key.length,
    ttl: VERDICT_KEPT_MS,
  });

  constructor({ allowedFunctions, read }: GuardOptions) {
    this.#allowed = new Set(allowedFunctions);
    this.#nested = new NestedTexts(read, (session, reading) => this.checkBefore(session, reading));
  }

  /** Whether the statement was found harmless within the last minute. */
  isKnown(key: string): boolean {
    return this.#harmless.get(key) !== undefined;
  }

  /** The same, of a statement that reaches nothing which may have been replaced since. */
  isSettled(key: string): boolean {
    return this.isKnown(key) && this.stampOf(key) === null;
  }

  /** How what the statement reaches stood when it was checked; null where nothing of it can be replaced. */
  stampOf(key: string): CatalogStamp | null {
    return this.#harmless.get(key)?.stamp ?? null;
  }

  forget(key: string): void {
    this.#harmless.delete(key);
  }

  /**
   * Throws Problem sql_not_allowed unless everything that the trees reach is harmless. What may leave something in
   * the session is looked at each time, and the session is not used again.
   */
  async check(session: Session, key: string, trees: string): Promise<void> {
    checkTrees(trees);
    await checkPlanning(session, trees);
    this.#builtIn ??= await builtInFunctions(session);
    await this.#checkReached(session, trees, MAX_DEPTH);
    if (session.isForOneRun) return;
    const { functions } = await reachedBy(trees);
    this.#harmless.set(key, { stamp: await stampOf(session, trees, functions) });
  }

  /**
   * Looks at how a text would grow, at the types that it names, and at those that its strings may be read as, before
   * PostgreSQL reads it: a literal of a type is read, and the checks of its domains run, while the text is parsed.
   * Throws Problem sql_not_allowed.
   */
  async checkBefore(session: Session, reading: Reading): Promise<void> {
    await checkReading(session, reading);
    const oids = [
      ...(await namedTypes(session, reading)),
      ...(await typesBeside(session, reading)),
    ];
    if (oids.length === 0) return;
    this.#builtIn ??= await builtInFunctions(session);
    const checks = await session.lookUp(CHECKS, [oidArray(oids)]);
    await this.#checkReached(session, checks.flat().join('\n'), MAX_DEPTH);
  }

  async #checkReached(session: Session, trees: string, depth: number): Promise<void> {
    if (depth === 0) throw refused('it reaches too deep to be checked');
    const reached = await reachedBy(trees);
    const own = await this.#behind(session, reached);
    const builtIn = [...this.#known(reached.functions)];
    for (const proc of builtIn) this.#refuse(proc);
    own.push(...(await castsToJson(session, { reached, functions: [...own, ...builtIn], trees })));
    const planned = await calledByPlanner(session, trees);
    if (planned.length > 0) own.push(...(await functionsOf(session, planned)).values());
    for (const proc of own) this.#refuse(proc);
    await this.#checkWithin(session, own, depth);
    const known = [...own, ...builtIn];
    for (const inside of await this.#nested.treesOf(session, known, trees)) {
      checkTrees(inside);
      await checkPlanning(session, inside);
      await this.#checkReached(session, inside, depth - 1);
    }
    const types = await this.#typesOf(session, reached, trees);
    if (types.length === 0) return;
    const checks = await session.lookUp(CHECKS, [oidArray(types)]);
    if (checks.length === 0) return;
    await this.#checkReached(session, checks.flat().join('\n'), depth - 1);
  }

  // What the functions are written in; the operator's word is for all that it does.
  async #checkWithin(session: Session, own: KnownFunction[], depth: number): Promise<void> {
    const isTrusted = ({ schema, name }: KnownFunction) => this.#allowed.has(`${schema}.${name}`);
    const trusted = own.filter(isTrusted);
    const read = own.filter((proc) => !isTrusted(proc));
    if (trusted.some(mayLeaveSomething)) session.isForOneRun = true;
    const refusal = await refusalBehind(session, read, this.#allowed);
    if (refusal !== null) throw refused(refusal);
    const written = read.map(({ tree }) => tree).join('\n');
    if (written.trim() !== '') await this.#checkReached(session, written, depth - 1);
  }

  *#known(oids: Set<number>): Iterable<KnownFunction> {
    for (const oid of oids) {
      const proc = this.#builtIn?.get(oid);
      if (proc) yield proc;
      else if (oid < FIRST_OWN_OID) throw refused(`it calls the unknown function ${oid}`);
    }
  }

  // The database's own functions: called by name, behind its operators, inside its aggregates.
  async #behind(session: Session, reached: Reached): Promise<KnownFunction[]> {
    const called = [...reached.functions].filter((oid) => oid >= FIRST_OWN_OID);
    const operators = [...reached.operators].filter((oid) => oid >= FIRST_OWN_OID);
    if (called.length + operators.length === 0) return [];
    const rows = await session.lookUp(BEHIND, [oidArray(called), oidArray(operators)]);
    const behind = rows
      .flat()
      .map(Number)
      .filter((oid) => oid !== 0);
    const known = await functionsOf(session, [...called, ...behind]);
    const missing = called.find((oid) => !known.has(oid));
    if (missing !== undefined) throw refused(`it calls the unknown function ${missing}`);
    return [...known.values()].map((proc) => (called.includes(proc.oid) ? proc : asBehind(proc)));
  }

  async #typesOf(session: Session, reached: Reached, trees: string): Promise<number[]> {
    const known = [...this.#known(reached.functions)];
    const readsColumns = known.some(({ name }) => READS_ARGUMENT_TYPE.has(name));
    const read = readsColumns ? [...reached.types, ...reached.columns] : [...reached.types];
    const types = read.filter((oid) => oid >= FIRST_OWN_OID);
    const readers = known.filter(({ name }) => READS_ANY_TYPE.has(name));
    if (readers.length === 0) return types;
    const oids = readers.map(({ oid }) => oid);
    return [...types, ...(await typesRead(session, typesNamedAtRunTime(trees, oids)))];
  }

  #refuse(proc: KnownFunction): void {
    const refusal = refusalOf(proc, this.#allowed);
    if (refusal === null) return;
    throw refused(refusal, needsAllowing(proc) ? { hint: hintToAllow(proc) } : {});
  }
}

// What works inside an aggregate takes internals by its nature: no text can call it, and many are labelled volatile
// although they change the aggregate's own state alone.
function asBehind(proc: KnownFunction): KnownFunction {
  const { takesInternals, extension } = proc;
  if (!takesInternals) return proc;
  if (extension === null) return { ...proc, takesInternals: false };
  return { ...proc, takesInternals: false, takesText: false, volatility: 'i', isOfOwnType: true };
}

function mayLeaveSomething(proc: KnownFunction): boolean {
  return !isWritten(proc) || leavesSomething(proc.source);
}

function checkTrees(trees: string): void {
  if (!trees.includes(':commandType 1')) {
    throw new Problem(
      'source_refused',
      'The data source does not show how it reads a query, so that nothing can be checked. Connect to PostgreSQL directly.',
    );
  }
  if (/:commandType\s+[^1]/.test(trees) || /:hasModifyingCTE\s+true/.test(trees))
    throw refused('it changes data');
  if (/:hasForUpdate\s+true/.test(trees)) throw refused('it locks rows');
}

function hintToAllow({ schema, name }: KnownFunction): string {
  return `If it only reads, whoever runs Sheetfeed can allow it, with SOURCE_<NAME>_ALLOW_FUNCTIONS=${schema}.${name}`;
}

function refused(reason: string, extras: { hint?: string } = {}): Problem {
  return new Problem('sql_not_allowed', `The query cannot run: ${reason}.`, extras);
}
