-- The sample company: Fairwind, which hosts other companies' apps. Its tables, in plain English.
create schema if not exists public;
drop table if exists usage_events, invoices, subscriptions, app_add_ons, add_ons, deployments, apps, stacks, plans, accounts cascade;
drop type if exists signup_origin, deployment_origin, deployment_status, subscription_status, usage_kind cascade;

create type signup_origin as enum ('search', 'referral', 'partner', 'conference', 'advert', 'direct');
create type deployment_origin as enum ('command line', 'button');
create type deployment_status as enum ('succeeded', 'failed');
create type subscription_status as enum ('trial', 'active', 'ended');
create type usage_kind as enum ('log in', 'metrics view', 'team invitation', 'backup restored', 'support ticket');

create table accounts (
  id integer not null,
  customer_number text not null,
  name text not null,
  contact_name text,
  email text not null,
  country text not null,
  industry text,
  origin signup_origin not null,
  signup_address inet not null,
  is_verified boolean not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  preferences jsonb not null
);
comment on table accounts is 'One row for each customer, from the moment somebody signed up.';
comment on column accounts.id is 'The number that the other tables know the account by.';
comment on column accounts.customer_number is 'What the customer sees on letters: five digits with leading zeros, such as 00417.';
comment on column accounts.name is 'The name of the company, as its people wrote it.';
comment on column accounts.contact_name is 'Who signed up; empty when they did not say.';
comment on column accounts.email is 'The address that the account was confirmed with.';
comment on column accounts.country is 'Two letters (ISO 3166), such as FR.';
comment on column accounts.industry is 'What the company does; empty when it did not say.';
comment on column accounts.origin is 'What brought them here, by their own answer.';
comment on column accounts.signup_address is 'The internet address that the sign-up came from.';
comment on column accounts.is_verified is 'Whether the e-mail address was confirmed.';
comment on column accounts.created_at is 'When they signed up.';
comment on column accounts.closed_at is 'When the account was closed; empty while it is open.';
comment on column accounts.preferences is 'What they chose: the language, whether they take the newsletter, the size of their team.';

create table plans (
  plan text not null,
  title text not null,
  monthly_price numeric(10, 2) not null
);
comment on table plans is 'What Fairwind sells, by the month.';
comment on column plans.plan is 'The short name of the plan.';
comment on column plans.title is 'The name of the plan as customers see it.';
comment on column plans.monthly_price is 'The list price for a month, in euros.';

create table stacks (
  stack text not null,
  released_on date not null,
  supported_until date
);
comment on table stacks is 'The system images that apps run on, old and new.';
comment on column stacks.stack is 'The name of the stack, such as tide-24.';
comment on column stacks.released_on is 'The day since which apps may use it.';
comment on column stacks.supported_until is 'The last day with security updates; empty while no end is planned.';

create table apps (
  id integer not null,
  account_id integer not null,
  name text not null,
  stack text not null,
  region text not null,
  created_at timestamptz not null
);
comment on table apps is 'The apps that customers run.';
comment on column apps.id is 'The number that the other tables know the app by.';
comment on column apps.account_id is 'The account that it belongs to.';
comment on column apps.name is 'Its name, the first part of its web address.';
comment on column apps.stack is 'The stack that it runs on today.';
comment on column apps.region is 'Where it runs: eu, us or ap.';
comment on column apps.created_at is 'When it was made.';

create table deployments (
  id integer not null,
  app_id integer not null,
  origin deployment_origin not null,
  status deployment_status not null,
  duration_seconds numeric(8, 1),
  commit_id text not null,
  created_at timestamptz not null
);
comment on table deployments is 'Each time a new version of an app was put live.';
comment on column deployments.id is 'The number of the deployment.';
comment on column deployments.app_id is 'The app that was deployed.';
comment on column deployments.origin is 'From the command line, or with the deploy button on a web page.';
comment on column deployments.status is 'Whether it went live.';
comment on column deployments.duration_seconds is 'How long it took; empty when it failed before it began.';
comment on column deployments.commit_id is 'The version of the source, ten hexadecimal digits.';
comment on column deployments.created_at is 'When it was started.';

create table add_ons (
  add_on text not null,
  title text not null,
  monthly_price numeric(10, 2) not null
);
comment on table add_ons is 'The extras that an app can have, such as a database.';
comment on column add_ons.add_on is 'The short name of the add-on.';
comment on column add_ons.title is 'Its name as customers see it.';
comment on column add_ons.monthly_price is 'Its price for a month, in euros.';

create table app_add_ons (
  id integer not null,
  app_id integer not null,
  add_on text not null,
  added_on date not null,
  removed_on date
);
comment on table app_add_ons is 'Which app has, or had, which add-on.';
comment on column app_add_ons.id is 'The number of the entry.';
comment on column app_add_ons.app_id is 'The app that has the add-on.';
comment on column app_add_ons.add_on is 'The add-on.';
comment on column app_add_ons.added_on is 'Since when.';
comment on column app_add_ons.removed_on is 'Until when; empty while it is in use.';

create table subscriptions (
  id integer not null,
  account_id integer not null,
  plan text not null,
  status subscription_status not null,
  monthly_price numeric(10, 2) not null,
  started_on date not null,
  ended_on date
);
comment on table subscriptions is 'What an account has agreed to pay by the month.';
comment on column subscriptions.id is 'The number of the subscription.';
comment on column subscriptions.account_id is 'The account that pays.';
comment on column subscriptions.plan is 'The plan that was bought.';
comment on column subscriptions.status is 'In trial, active, or ended.';
comment on column subscriptions.monthly_price is 'The agreed price for a month, in euros; it should be the list price.';
comment on column subscriptions.started_on is 'The first day.';
comment on column subscriptions.ended_on is 'The last day; empty while it goes on.';

create table invoices (
  id integer not null,
  invoice_number text not null,
  account_id integer not null,
  subscription_id integer not null,
  month date not null,
  amount numeric(12, 2) not null,
  issued_on date not null,
  due_on date not null,
  paid_at timestamptz
);
comment on table invoices is 'The bills, one for each month of a subscription.';
comment on column invoices.id is 'The number that the tables use.';
comment on column invoices.invoice_number is 'The number on the bill, such as 2026-004711.';
comment on column invoices.account_id is 'The account that was billed.';
comment on column invoices.subscription_id is 'The subscription that was billed.';
comment on column invoices.month is 'The first day of the month that was billed.';
comment on column invoices.amount is 'What is to be paid, in euros: the price and what was used beyond it.';
comment on column invoices.issued_on is 'The day on which it was sent.';
comment on column invoices.due_on is 'The day by which it is to be paid.';
comment on column invoices.paid_at is 'When the money came; empty while it has not.';

create table usage_events (
  id integer not null,
  account_id integer not null,
  kind usage_kind not null,
  occurred_at timestamptz not null,
  details jsonb
);
comment on table usage_events is 'What people did on the platform in the last 120 days, for judging how well a customer is doing.';
comment on column usage_events.id is 'The number of the event.';
comment on column usage_events.account_id is 'The account whose people did it.';
comment on column usage_events.kind is 'What was done.';
comment on column usage_events.occurred_at is 'When it was done.';
comment on column usage_events.details is 'More about it where there is more: the browser, or how urgent a ticket is.';
