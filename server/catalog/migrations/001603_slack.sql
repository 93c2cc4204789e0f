-- What has come from Slack and is to be answered, each once by what Slack calls it. Done ones keep their name for a while, so that
-- what Slack sends again is known; what they held is gone.
create table slack_inbox (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  came_at timestamptz not null default clock_timestamp(),
  -- What was asked; null once it is done.
  content jsonb,
  -- What is sent for it, written with all that it changed here; null until that is known, and once it is done.
  answer jsonb,
  -- How much of the answer Slack has taken, and whether the next part was begun to be sent.
  sent integer not null default 0,
  begun boolean not null default false,
  failures integer not null default 0,
  rest_until timestamptz not null default clock_timestamp(),
  done_at timestamptz,
  -- Why nothing, or not all, was sent.
  problem text,
  lease uuid,
  lease_until timestamptz
);
create index slack_inbox_waiting on slack_inbox (rest_until) where done_at is null;

-- Whom people of Slack agreed to be here.
create table slack_people (
  team text not null,
  person text not null,
  member text not null,
  agreed_at timestamptz not null default clock_timestamp(),
  primary key (team, person)
);
create index slack_people_by_member on slack_people (member);
