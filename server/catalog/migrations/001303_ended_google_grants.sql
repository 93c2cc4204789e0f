-- Leaves at Google that are over here: Google is told so, and the row goes once it has answered.
create table ended_google_grants (
  sealed text primary key,
  member text not null,
  ended_at timestamptz not null default now()
);
