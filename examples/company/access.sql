-- What comes after the rows: keys, indexes, and the role that may read them and nothing else.
alter table accounts add unique (customer_number);
alter table plans add primary key (plan);
alter table stacks add primary key (stack);
alter table add_ons add primary key (add_on);
alter table deployments add primary key (id);
alter table app_add_ons add primary key (id);
alter table invoices add primary key (id), add unique (invoice_number);
alter table usage_events add primary key (id);

alter table apps add foreign key (account_id) references accounts, add foreign key (stack) references stacks;
alter table deployments add foreign key (app_id) references apps;
alter table app_add_ons add foreign key (app_id) references apps, add foreign key (add_on) references add_ons;
alter table subscriptions add foreign key (account_id) references accounts, add foreign key (plan) references plans;
alter table invoices add foreign key (account_id) references accounts, add foreign key (subscription_id) references subscriptions;
alter table usage_events add foreign key (account_id) references accounts;

create index on accounts (created_at);
create index on accounts (signup_address);
create index on apps (account_id);
create index on apps (stack);
create index on deployments (app_id);
create index on deployments (created_at);
create index on app_add_ons (add_on);
create index on app_add_ons (app_id);
create index on subscriptions (account_id);
create index on invoices (account_id);
create index on invoices (month);
create index on invoices (due_on) where paid_at is null;
create index on usage_events (account_id, occurred_at);

analyze accounts, plans, stacks, apps, deployments, add_ons, app_add_ons, subscriptions, invoices, usage_events;

do $$
begin
  if not exists (select from pg_roles where rolname = 'company_reader') then
    create role company_reader nologin;
  end if;
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to company_reader', current_database());
end $$;
revoke all on schema public from public;
grant usage on schema public to company_reader;
grant select on all tables in schema public to company_reader;
alter default privileges in schema public grant select on tables to company_reader;
alter role company_reader set default_transaction_read_only = on;
-- These write even in a read-only transaction, and everybody may call them unless told otherwise.
revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea), lo_unlink(oid) from public;
