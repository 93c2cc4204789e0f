-- From where a change or a sign-in came, as far as the trusted proxies tell.
alter table audit_events add column address text;
