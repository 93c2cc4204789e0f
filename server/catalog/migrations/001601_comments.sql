-- What people say about a query, a frozen run or a board; of a row by its key, and of one of its columns. A deleted one
-- stays as a trace, without its text.
create table comments (
  id uuid primary key default gen_random_uuid(),
  -- The comment that the thread begins with; its own id for that one.
  thread uuid not null,
  about_kind text not null check (about_kind in ('query', 'frozen', 'board')),
  -- A slug, or a frozen run's id.
  about_name text not null,
  kind text not null check (kind in ('comment', 'review')),
  -- The columns that name the row, with their texts; null: it is about the whole.
  row_key jsonb,
  column_name text,
  -- Of the query when it was written.
  version integer,
  author jsonb not null,
  text text not null,
  made_at timestamptz not null default clock_timestamp(),
  edited_at timestamptz,
  deleted_at timestamptz,
  deleted_by jsonb,
  -- Of a thread's first comment.
  resolved_at timestamptz,
  resolved_by jsonb
);
create index comments_by_about on comments (about_kind, about_name, made_at desc);
create index comments_by_thread on comments (thread, made_at);
create index comments_by_author on comments ((author ->> 'id'));

create table comment_mentions (
  comment uuid not null references comments (id) on delete cascade,
  member text not null references members (id) on delete cascade,
  primary key (comment, member)
);
create index comment_mentions_by_member on comment_mentions (member);

-- Up to when a member has looked at what concerns them.
create table comment_reads (
  member text primary key,
  read_at timestamptz not null
);
