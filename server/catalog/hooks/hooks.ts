// The table of incoming webhooks: secret addresses by which programs say that data is there, known by the hash of their
// secret.
import type pg from 'pg';
import type { Hook, NewHook } from '../../../domain/contract/hook.ts';
import { IS_FREE, LEASE } from '../../cluster/leases.ts';
import type { Member } from '../../identity/member.ts';
import { localAdmin } from '../../identity/members.ts';
import { newSecret, secretHash } from '../../identity/secrets.ts';
import { personOf, type Owner } from '../queries/known-query.ts';

/** How a secret begins, so that scanners of secrets know it; server/log.ts hides what begins like it. */
const TOKEN_PREFIX = 'sfh_';
const HINT_LENGTH = 8;

/** A hook with the member whose it is. */
export type KnownHook = Omit<Hook, 'may'> & { owner: Owner };

interface HookRow {
  id: string;
  name: string;
  queries: string[];
  tags: string[];
  owner: Owner;
  made_at: Date;
  hint: string;
  calls: string;
  called_at: Date | null;
  problem: string | null;
}

const columns = 'id, name, queries, tags, owner, made_at, hint, calls, called_at, problem';

function hookFrom(row: HookRow): KnownHook {
  const { id, name, queries, tags, owner, hint, problem } = row;
  return {
    ...{ id, name, queries, tags, owner, hint, problem },
    madeBy: personOf(owner),
    madeAt: row.made_at.toISOString(),
    calls: Number(row.calls),
    calledAt: row.called_at?.toISOString() ?? null,
  };
}

/** Makes it. The token is told here and nowhere else. */
export async function insertHook(
  client: pg.PoolClient,
  { name, queries, tags }: NewHook,
  owner: Owner,
): Promise<{ id: string; token: string }> {
  const token = newSecret(TOKEN_PREFIX);
  const { rows } = await client.query<{ id: string }>(
    `insert into hooks (name, queries, tags, owner, secret_hash, hint)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [
      ...[name, queries, tags, JSON.stringify(owner), secretHash(token)],
      token.slice(0, HINT_LENGTH),
    ],
  );
  if (rows[0] === undefined) throw new Error('an insert returned no row');
  return { id: rows[0].id, token };
}

/** All of them, by name. */
export async function listHooks(database: pg.Pool): Promise<KnownHook[]> {
  const { rows } = await database.query<HookRow>(
    `select ${columns} from hooks order by lower(name), id limit 1000`,
  );
  return rows.map(hookFrom);
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export async function findHook(database: pg.Pool, id: string): Promise<KnownHook | null> {
  if (!UUID.test(id)) return null;
  const { rows } = await database.query<HookRow>(`select ${columns} from hooks where id = $1`, [
    id,
  ]);
  return rows[0] === undefined ? null : hookFrom(rows[0]);
}

export async function deleteHook(client: pg.PoolClient, id: string): Promise<void> {
  await client.query('delete from hooks where id = $1', [id]);
}

/** A hook that works, with its owner as they are today. */
export type OpenedHook = KnownHook & { member: Member };

/** The hook of a token; null for one that is unknown, or whose owner is gone. */
export async function findCalledHook(database: pg.Pool, token: string): Promise<OpenedHook | null> {
  if (!token.startsWith(TOKEN_PREFIX)) return null;
  const { rows } = await database.query<HookRow & { member: Member | null }>(
    `select ${columns}, (
       select json_build_object('id', m.id, 'email', m.email, 'name', m.name, 'role', m.role)
       from members m where m.id = owner ->> 'id' and m.deactivated_at is null) as member
     from hooks where secret_hash = $1`,
    [secretHash(token)],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const member = row.owner.id === localAdmin.id ? localAdmin : row.member;
  return member === null ? null : { ...hookFrom(row), member };
}

/**
 * Notes the call, and that after it every alert of these queries (by all their slugs) is to be evaluated, every range that
 * the server refreshes written, and whoever wishes to hear of changes told of them.
 */
export async function noteCall(
  client: pg.PoolClient,
  id: string,
  slugs: readonly string[],
): Promise<void> {
  await client.query('update hooks set calls = calls + 1, called_at = now() where id = $1', [id]);
  // In one order, so that calls at the same time do not lock each other out.
  await client.query(
    `update alerts set wanted_at = clock_timestamp()
     where id in (select id from alerts where query = any($1) order by id for update)`,
    [slugs],
  );
  await client.query(
    `update timed_queries set wanted_at = clock_timestamp()
     where id in (select id from timed_queries
       where query = any($1) and paused is null and (kind = 'range' or (kind = 'subscription' and content ->> 'when' = 'changed'))
       order by id for update)`,
    [slugs],
  );
}

const isWaiting = `served < calls and ${IS_FREE}`;

/** True while somebody has called whose results nobody makes anew. */
export const HOOKS_DUE = `exists (select from hooks where ${isWaiting})`;

export interface ClaimedHook extends KnownHook {
  /** The call up to which its work is done then. */
  upTo: string;
}

/** Takes hooks that were called, at most so many. */
export async function claimHooks(
  database: pg.Pool,
  lease: string,
  most: number,
): Promise<ClaimedHook[]> {
  const { rows } = await database.query<HookRow>(
    `update hooks set lease = $1, lease_until = now() + ${LEASE}
     where id in (select id from hooks where ${isWaiting} order by called_at limit $2
       for update skip locked)
     returning ${columns}`,
    [lease, most],
  );
  return rows.map((row) => ({ ...hookFrom(row), upTo: row.calls }));
}

/** Its work is done up to a call; what has been called since waits. */
export async function finishHook(
  database: pg.Pool,
  { id, upTo }: Pick<ClaimedHook, 'id' | 'upTo'>,
  { lease, problem }: { lease: string; problem: string | null },
): Promise<void> {
  await database.query(
    `update hooks set served = $3, problem = $4, lease = null, lease_until = null
     where id = $1 and lease = $2`,
    [id, lease, upTo, problem],
  );
}
