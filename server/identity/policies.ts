// The tables of audiences and of what data sources allow, written here and read into memory by access.ts.
import type pg from 'pg';
import type {
  Audience,
  KnownGroup,
  KnownMember,
  NamedAudience,
  SourcePolicy,
} from '../../domain/contract/access.ts';
import { inTransaction } from '../database/transaction.ts';
import { noteAccessChange } from './access.ts';
import type { Member } from './member.ts';

/** Says who sees the query under any of its names; null is everybody. */
export async function setAudience(
  database: pg.Pool,
  { slug, formerly }: { slug: string; formerly: readonly string[] },
  { audience, setBy }: { audience: Audience; setBy: Member },
): Promise<void> {
  await inTransaction(database, async (client) => {
    await client.query('delete from query_audiences where query = any($1)', [[slug, ...formerly]]);
    if (audience !== null) {
      const { id, name, email } = setBy;
      await client.query(
        'insert into query_audiences (query, audience, set_by) values ($1, $2, $3)',
        [slug, JSON.stringify(audience), JSON.stringify({ id, name, email })],
      );
    }
    await noteAccessChange(client);
  });
}

/** Says what the data source allows. */
export async function setPolicy(
  database: pg.Pool,
  source: string,
  { runBy, writeBy, links, sheets }: SourcePolicy,
): Promise<void> {
  await inTransaction(database, async (client) => {
    await client.query(
      `insert into source_policies (source, run_by, write_by, links, sheets)
       values ($1, $2, $3, $4, $5)
       on conflict (source) do update set run_by = excluded.run_by, write_by = excluded.write_by,
         links = excluded.links, sheets = excluded.sheets, set_at = now()`,
      [source, json(runBy), json(writeBy), links, sheets],
    );
    await noteAccessChange(client);
  });
}

const json = (audience: Audience) => (audience === null ? null : JSON.stringify(audience));

/** Audiences with the names of who is in them. Who is not there any more is left out. */
export async function nameAudiences(
  database: pg.Pool,
  audiences: readonly Audience[],
): Promise<NamedAudience[]> {
  const ids = (pick: (audience: NonNullable<Audience>) => string[]) =>
    audiences.flatMap((audience) => (audience === null ? [] : pick(audience)));
  const members = await database.query<KnownMember>(
    'select id, name, email from members where id = any($1)',
    [ids((audience) => audience.members)],
  );
  const groups = await database.query<KnownGroup>(
    'select id, name from groups where id::text = any($1)',
    [ids((audience) => audience.groups)],
  );
  const named = <T extends { id: string; name: string }>(rows: T[], wanted: string[]) =>
    rows.filter(({ id }) => wanted.includes(id)).sort((a, b) => a.name.localeCompare(b.name));
  return audiences.map((audience) =>
    audience === null
      ? null
      : {
          members: named(members.rows, audience.members),
          groups: named(groups.rows, audience.groups),
        },
  );
}
