// A query as the server knows it: what the contract tells, and who owns it.
import type { FileAlert } from '../../../domain/contract/alert.ts';
import type {
  Chart,
  ColumnNote,
  DraftProblem,
  Person,
  Query,
  QueryContent,
  QueryParent,
  QueryStatus,
} from '../../../domain/contract/query.ts';
import type { OpenedColumns } from '../../../domain/contract/teaching/inside.ts';
import type { Selection, VariationState } from '../../../domain/contract/teaching/variation.ts';
import type { Member } from '../../identity/member.ts';
import { isOwner } from '../../identity/sight.ts';

/** A person with the id by which a member is known; null for one who is named in a file only. */
export interface Owner extends Person {
  id: string | null;
}

export interface KnownQuery extends Query {
  status: QueryStatus;
  use: string | null;
  columns: ColumnNote[];
  chart: Chart | null;
  key: string[];
  variations: OpenedColumns;
  owner: Owner | null;
  parent: QueryParent | null;
  archivedAt: string | null;
  problem: DraftProblem | null;
  describedColumns: { name: string; type: string }[] | null;
  savedBy: Owner | null;
  /** Of a file's header; absent where there are none. */
  alerts?: FileAlert[];
  /** Of a variation, whose text is that of its selection. */
  variation?: { of: KnownQuery; selection: Selection; state: VariationState };
  /** The text that `sql` selects from, where it is that of a selection. */
  selectsFrom?: string;
  /** Why it cannot run, in words, where what it is was allowed before. */
  refused?: string;
}

/** A query but for its data source, which its file may leave out. */
export type UnplacedQuery = Omit<KnownQuery, 'source'> & { source: string | null };

/** A content whose data source is known. */
export type WholeContent = QueryContent & { source: string };

/** The part of a query that its author writes. */
export function contentOf(query: KnownQuery): WholeContent {
  const { title, description, tags, source, formerly, parameters } = query;
  const { status, use, columns, chart, key, variations, sql } = query;
  return {
    ...{ title, description, tags, source, formerly, parameters },
    ...{ status, use, columns, chart, key, variations, sql },
  };
}

/** Owners and admins see more of what hangs on a query than others do. */
export function ownsOrAdmins(query: Pick<KnownQuery, 'owner'>, member: Member): boolean {
  return member.role === 'admin' || isOwner(query, member);
}

export function ownerFrom({ id, name, email }: Member): Owner {
  return { id, name, email };
}

export function personOf({ name, email }: Person): Person {
  return { name, email };
}
