-- Why a version of a query was saved, where its author said so.
alter table query_versions add column note text check (length(note) between 1 and 500);
