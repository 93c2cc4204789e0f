-- Which rows of sheet tables a run read: their fingerprints, and the time that they are of.
alter table runs add column sheet_tables jsonb;
alter table frozen_runs add column sheet_tables jsonb;
