-- A schedule of a linked range that somebody paused: by whom and when. Nothing of it runs until somebody resumes it.
alter table timed_queries add column paused jsonb;
