// What an author is writing: kept in this browser until it is saved, so that nothing is lost when it closes.
import type {
  Chart,
  ColumnNote,
  QueryParent,
  QueryStatus,
  SavedQuery,
} from '../../domain/contract/query.ts';
import type { OpenedColumns } from '../../domain/contract/teaching/inside.ts';
import type { Parameter } from '../../domain/contract/parameter.ts';

/** The content of a query as the editor holds it, every field there. */
export interface DraftContent {
  title: string;
  description: string;
  tags: string[];
  source: string;
  formerly: string[];
  /** Those that somebody configured; the others are guessed from the SQL. */
  parameters: Parameter[];
  status: QueryStatus;
  use: string | null;
  columns: ColumnNote[];
  chart: Chart | null;
  /** The columns that name a row. */
  key: string[];
  /** What everybody may vary it by. */
  variations: OpenedColumns;
  sql: string;
}

export interface Draft {
  /** Null for a query that was never saved. */
  slug: string | null;
  /** The version that it was begun from; null for a new query. */
  version: number | null;
  parent: QueryParent | null;
  /** Why it is changed, for those who look back; it is said of the version, and empty where nothing is said. */
  note: string;
  content: DraftContent;
}

/** An empty query over a data source. */
export function emptyDraft(source: string): Draft {
  return {
    slug: null,
    version: null,
    parent: null,
    note: '',
    content: {
      title: '',
      description: '',
      tags: [],
      source,
      formerly: [],
      parameters: [],
      status: 'published',
      use: null,
      columns: [],
      chart: null,
      key: [],
      variations: {},
      sql: '',
    },
  };
}

/** A saved query as it is opened in the editor. */
export function draftOf(query: SavedQuery): Draft {
  return {
    slug: query.slug,
    version: query.version,
    parent: query.parent,
    note: '',
    content: contentOf(query),
  };
}

/** A new query that begins as a copy of another. */
export function forkOf(query: SavedQuery): Draft {
  const content = { ...contentOf(query), title: `Copy of ${query.title}`, formerly: [] };
  const status = query.status === 'draft' ? ('draft' as const) : ('published' as const);
  return {
    slug: null,
    version: null,
    parent: { slug: query.slug, version: query.version },
    note: '',
    // Whoever copies it says anew what everybody may vary it by.
    content: { ...content, status, use: null, variations: {} },
  };
}

type ContentSource = Pick<SavedQuery, keyof DraftContent>;

/** The fields of a query that an author writes. */
export function contentOf(query: ContentSource): DraftContent {
  const { title, description, tags, source, formerly, parameters, status, use, sql } = query;
  const { columns, chart, key, variations } = query;
  return {
    title,
    description,
    tags,
    source,
    formerly,
    parameters,
    status,
    use,
    columns,
    chart,
    key,
    variations,
    sql,
  };
}

/** Whether two contents would be saved as the same. */
export function sameContent(a: DraftContent, b: DraftContent): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

function ordered(content: DraftContent): unknown {
  return Object.entries({ ...content, sql: content.sql.trim() }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
}
