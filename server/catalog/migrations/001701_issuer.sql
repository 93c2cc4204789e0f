-- Groups whose members the sign-in says, and by which session at the issuer a browser signed in.
alter table groups add column from_issuer boolean not null default false;
alter table sessions add column issuer_sid text;
create index sessions_by_issuer_sid on sessions (issuer_sid) where issuer_sid is not null;
