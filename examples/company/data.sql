-- The sample company's rows: the same for everybody who loads them on the same day. Nothing here is random; each
-- choice comes from a hash of the row's number, and each date counts back from the day of loading (UTC).

-- A number from 0 up to 1 for a row; another `salt` gives another, unrelated one.
create function pg_temp.share(i bigint, salt bigint) returns double precision immutable language sql
return (hashint8extended(i, salt) & 4294967295)::double precision / 4294967296;
create function pg_temp.pick(choices text[], i bigint, salt bigint) returns text immutable language sql
return choices[1 + floor(cardinality(choices) * pg_temp.share(i, salt))::integer];

insert into plans values
  ('starter', 'Starter', 19.00), ('team', 'Team', 99.00), ('business', 'Business', 499.00), ('enterprise', 'Enterprise', 2400.00);

insert into stacks values
  ('tide-18', current_date - 2900, current_date - 210),
  ('tide-20', current_date - 2100, current_date + 75),
  ('tide-22', current_date - 1350, current_date + 800),
  ('tide-24', current_date - 520, null);

insert into add_ons values
  ('postgres', 'Postgres database', 50.00), ('redis', 'Redis cache', 15.00), ('log-drain', 'Log drain', 7.00),
  ('scheduler', 'Scheduler', 0.00), ('metrics', 'Metrics', 25.00), ('mail', 'Mail delivery', 9.50), ('search', 'Full-text search', 69.00);

-- 5,600 honest sign-ups over two years, more of them each month, and on working days more than at weekends.
create temporary table sign_ups on commit drop as
select i, false as is_abuse,
  (current_date::timestamp at time zone 'UTC') - interval '1 minute'
    - (730 * (1 - (i / 5600.0) ^ 0.66)) * interval '1 day' - pg_temp.share(i, 1) * interval '9 hours' as created_at
from generate_series(1, 5600) as i;
update sign_ups set created_at = created_at - interval '2 days' * (1 + floor(pg_temp.share(i, 2) * 2))
where extract(isodow from created_at) > 5 and pg_temp.share(i, 3) < 0.6;
-- And 340 from one address, in three hours of one night: somebody wanted free computers.
insert into sign_ups
select 10000 + i, true, (current_date - 6)::timestamp at time zone 'UTC' + interval '1 hour 7 minutes'
  + i * interval '31 seconds' + pg_temp.share(i, 4) * interval '20 seconds'
from generate_series(1, 340) as i;

insert into accounts
select row_number() over (order by created_at, i), lpad((row_number() over (order by created_at, i))::text, 5, '0'),
  case when is_abuse then 'user ' || to_hex(hashint8extended(i, 5) & 16777215)
    else pg_temp.pick(first_words, i, 6) || ' ' || pg_temp.pick(second_words, i, 7)
      || pg_temp.pick(array['', '', '', '', ' GmbH', ' Ltd', ' Inc', ' SARL', ' & Co', ' AB', ' Oy', ' s.r.o.'], i, 8) end,
  case when not is_abuse and pg_temp.share(i, 9) < 0.93
    then pg_temp.pick(given_names, i, 10) || ' ' || pg_temp.pick(family_names, i, 11) end,
  case when is_abuse then to_hex(hashint8extended(i, 5) & 16777215) || '@mailbox.example'
    else 'hello' || i || '@' || pg_temp.pick(array['north', 'harbour', 'maple', 'cobalt', 'quiet', 'bright'], i, 12)
      || '-' || i || '.example' end,
  case when is_abuse then 'NL' else pg_temp.pick(array['US', 'US', 'US', 'DE', 'DE', 'FR', 'FR', 'GB', 'GB', 'SE', 'PL', 'ES', 'IT', 'JP', 'BR', 'CZ', 'IN', 'CA', 'NL', 'NO'], i, 13) end,
  case when not is_abuse and pg_temp.share(i, 14) < 0.8
    then pg_temp.pick(array['retail', 'education', 'health', 'media', 'finance', 'travel', 'logistics', 'games', 'public sector', 'energy'], i, 15) end,
  case when is_abuse then 'direct' else pg_temp.pick(array['search', 'search', 'search', 'search', 'referral', 'referral', 'referral', 'partner', 'conference', 'advert', 'advert', 'direct', 'direct'], i, 16) end::signup_origin,
  case when is_abuse then '203.0.113.77'::inet
    else ('198.' || 18 + (i % 2) || '.' || floor(pg_temp.share(i, 17) * 256) || '.' || 1 + floor(pg_temp.share(i, 18) * 254))::inet end,
  not is_abuse and pg_temp.share(i, 19) < 0.91,
  created_at,
  case when not is_abuse and pg_temp.share(i, 20) < 0.09
    then created_at + ((current_date::timestamp at time zone 'UTC') - created_at) * (0.3 + 0.7 * pg_temp.share(i, 21)) end,
  jsonb_build_object(
    'language', pg_temp.pick(array['en', 'en', 'en', 'de', 'fr', 'ja', 'es'], i, 22),
    'newsletter', not is_abuse and pg_temp.share(i, 23) < 0.55,
    'team_size', 1 + floor(60 * pg_temp.share(i, 24) ^ 3))
from sign_ups, (values (
  array['North', 'Blue', 'Silver', 'Maple', 'Copper', 'Quiet', 'Bright', 'Harbour', 'River', 'Cobalt', 'Lumen', 'Cedar', 'Falcon', 'Amber', 'Granite', 'Violet', 'Summit', 'Orchid', 'Juniper', 'Atlas', 'Polar', 'Saffron', 'Willow', 'Crescent', 'Žlutý', 'Älv', 'Été', 'São', 'Straße', '東京', 'Łąka', 'Ñandú', 'O''Malley', '1-2-3', '+One', '=Equal', '@Work', '-Minus', '007', 'March 5'],
  array['Analytics', 'Studio', 'Logistics', 'Bakery', 'Systems', 'Labs', 'Media', 'Software', 'Clinic', 'Games', 'Travel', 'Foods', 'Robotics', 'Press', 'Energy', 'Learning', 'Motors', 'Textiles', 'Optics', 'Records', 'Gardens', 'Partners', 'Works', 'Networks', 'Kaffee', 'Söhne', 'Café', 'クラウド', 'Døgn', 'Data, Maps', '"Quoted"', 'Ünlü'],
  array['Ada', 'Grace', 'Linus', 'Maria', 'Jürgen', 'Chloé', 'Søren', 'Aiko', 'Mateus', 'Priya', 'Olga', 'Tomáš', 'Zoë', 'Ibrahim', 'Wei', 'Nora', 'Lucía', 'Hugo', 'Ewa', 'Björn', 'Fatima', 'James', 'Emily', 'Noah'],
  array['Novak', 'Müller', 'García', 'Okafor', 'Smith', 'Tanaka', 'Dubois', 'Lindström', 'O''Brien', 'Kowalska', 'Silva', 'Rossi', 'Singh', 'Çelik', 'Nguyễn', 'Jensen', 'Brown', 'Petrova', 'van der Berg', 'Martin', 'Svensson', 'Dvořák', 'Weiß', 'Ng']
)) as words (first_words, second_words, given_names, family_names);
alter table accounts add primary key (id);

-- Most accounts have an app or two; a few have a dozen. Old apps stay on old stacks unless somebody moved them.
insert into apps
select row_number() over (order by created_at, account_id, n), account_id,
  pg_temp.pick(array['shop', 'blog', 'api', 'portal', 'worker', 'site', 'intranet', 'booking', 'chat', 'reports'], account_id * 31 + n, 30)
    || '-' || to_hex(hashint8extended(account_id * 31 + n, 31) & 65535) || '-' || account_id,
  case
    when age < 400 and pg_temp.share(account_id * 31 + n, 32) < 0.86 then 'tide-24'
    when age < 560 and pg_temp.share(account_id * 31 + n, 32) < 0.75 then 'tide-22'
    when pg_temp.share(account_id * 31 + n, 33) < 0.30 then 'tide-18'
    when pg_temp.share(account_id * 31 + n, 33) < 0.72 then 'tide-20'
    else 'tide-22' end,
  pg_temp.pick(array['eu', 'eu', 'eu', 'us', 'us', 'ap'], account_id, 34), created_at
from (
  select a.id as account_id, n, moment.created_at, extract(day from (current_date::timestamp at time zone 'UTC') - moment.created_at) as age
  from accounts a
  cross join lateral generate_series(1, case
    when signup_address = '203.0.113.77' then 2
    else floor(0.6 + 1.6 * pg_temp.share(a.id, 35) + 11 * pg_temp.share(a.id, 36) ^ 14)::integer end) as n
  cross join lateral (select a.created_at
    + ((current_date::timestamp at time zone 'UTC') - a.created_at) * (pg_temp.share(a.id * 31 + n, 37) ^ 3) * 0.95 as created_at) as moment
) as made;
alter table apps add primary key (id);

-- More deployments each month, each of an app that was there by then; apps are numbered in the order they were made.
-- The deploy button came a year ago and is liked more each month.
create index apps_by_age on apps (created_at);
insert into deployments
select row_number() over (order by created_at, i), app_id,
  case when pg_temp.share(i, 40) < greatest(0, 0.42 * (1 - extract(epoch from (current_date::timestamp at time zone 'UTC') - created_at) / (365 * 86400))) then 'button' else 'command line' end::deployment_origin,
  case when pg_temp.share(i, 41) < 0.07 then 'failed' else 'succeeded' end::deployment_status,
  case when pg_temp.share(i, 42) > 0.012 then round((18 + 400 * pg_temp.share(i, 43) ^ 4)::numeric, 1) end,
  lpad(to_hex(hashint8extended(i, 44) & 1099511627775), 10, '0'), created_at
from (
  select i, moment.created_at, 1 + floor(there.apps * pg_temp.share(i, 46) ^ 1.3)::integer as app_id
  from generate_series(1, 66000) as i
  cross join lateral (select (current_date::timestamp at time zone 'UTC')
    - interval '1 day' * 720 * (1 - pg_temp.share(i, 45) ^ 0.55) as created_at) as moment
  cross join lateral (select id as apps from apps where apps.created_at < moment.created_at order by apps.created_at desc limit 1) as there
) as made;
drop index apps_by_age;

insert into app_add_ons
select row_number() over (order by i), app_id, add_on, added_on,
  case when pg_temp.share(i, 50) < 0.16 then added_on + ((current_date - added_on) * pg_temp.share(i, 51))::integer end
from (
  select distinct on (apps.id, picked.add_on) i, apps.id as app_id, picked.add_on,
    apps.created_at::date + ((current_date - apps.created_at::date) * pg_temp.share(i, 52) ^ 2)::integer as added_on
  from generate_series(1, 9000) as i
  join apps on apps.id = 1 + floor((select count(*) from apps) * pg_temp.share(i, 53))::integer
  join accounts on accounts.id = apps.account_id and accounts.signup_address <> '203.0.113.77'
  cross join lateral (select pg_temp.pick(array['postgres', 'postgres', 'postgres', 'redis', 'redis', 'log-drain', 'scheduler', 'metrics', 'mail', 'search'], i, 54)) as picked (add_on)
  order by apps.id, picked.add_on, i
) as made;

-- Every second account pays; some went, and some went up to a larger plan.
create temporary table agreements on commit drop as
select a.id as account_id, a.closed_at::date as closed_on, step,
  case when step = 1 then pg_temp.pick(array['starter', 'starter', 'starter', 'starter', 'team', 'team', 'business'], a.id, 60)
    else pg_temp.pick(array['team', 'business', 'business', 'enterprise'], a.id, 61) end as plan,
  a.created_at::date + 14 + case when step = 1 then 0 else 120 + floor(200 * pg_temp.share(a.id, 62))::integer end as started_on,
  case when step = 1 and pg_temp.share(a.id, 63) < 0.14 then a.created_at::date + 120 + floor(200 * pg_temp.share(a.id, 62))::integer + 13
    when pg_temp.share(a.id, 64) < 0.15 then a.created_at::date + 350 + floor(300 * pg_temp.share(a.id, 65))::integer end as ended_on
from accounts a cross join generate_series(1, 2) as step
where a.signup_address <> '203.0.113.77' and pg_temp.share(a.id, 66) < 0.47
  and (step = 1 or pg_temp.share(a.id, 63) < 0.14);
delete from agreements where started_on > current_date or started_on >= closed_on;
update agreements set ended_on = least(ended_on, closed_on);
update agreements set ended_on = null where ended_on > current_date or ended_on <= started_on;
insert into subscriptions
select row_number() over (order by started_on, account_id, step), account_id, plan,
  case when ended_on is not null then 'ended' when started_on > current_date - 14 then 'trial' else 'active' end::subscription_status,
  plans.monthly_price, started_on, ended_on
from agreements join plans using (plan);
alter table subscriptions add primary key (id);

insert into invoices
select row_number() over (order by month, subscription_id),
  to_char(month, 'YYYY-') || lpad((row_number() over (order by month, subscription_id))::text, 6, '0'),
  account_id, subscription_id, month, monthly_price + beyond, issued_on, issued_on + 30,
  case when issued_on + delay < current_date then (issued_on + delay)::timestamp at time zone 'UTC' + interval '9 hours' + pg_temp.share(key, 70) * interval '8 hours' end
from (
  select s.id as subscription_id, s.account_id, s.monthly_price, month::date as month, (month + interval '1 month')::date as issued_on,
    s.id * 1000::bigint + extract(year from month)::integer * 12 + extract(month from month)::integer as key
  from subscriptions s
  cross join lateral generate_series(date_trunc('month', s.started_on::timestamp), coalesce(s.ended_on, current_date)::timestamp, interval '1 month') as month
  where s.status <> 'trial'
) as billed
cross join lateral (select
  case when pg_temp.share(key, 71) < 0.3 then round((monthly_price * 0.4 * pg_temp.share(key, 72)::numeric), 2) else 0 end as beyond,
  -- Most pay within three weeks, some late, and one in forty has not paid for half a year.
  case when pg_temp.share(key, 73) < 0.90 then 2 + floor(20 * pg_temp.share(key, 74))::integer
    when pg_temp.share(key, 73) < 0.975 then 25 + floor(60 * pg_temp.share(key, 74))::integer
    else 180 + floor(120 * pg_temp.share(key, 74))::integer end as delay) as chosen
where issued_on <= current_date;

-- What should not be, so that there is something to find: a few subscriptions that contradict the rest.
update subscriptions set ended_on = started_on - 12, status = 'ended' where id in (select id from subscriptions where status = 'active' order by pg_temp.share(id, 80) limit 4);
update subscriptions set monthly_price = monthly_price - 10 where id in (select id from subscriptions where status = 'active' order by pg_temp.share(id, 81) limit 7);
update subscriptions set status = 'active' where id in (select id from subscriptions where status = 'ended' and ended_on > started_on order by pg_temp.share(id, 82) limit 5);
update accounts set closed_at = (current_date - 20)::timestamp at time zone 'UTC' + interval '11 hours' where id in (select account_id from subscriptions where status = 'active' and ended_on is null and started_on < current_date - 60 order by pg_temp.share(id, 83) limit 6);
insert into subscriptions
select (select max(id) from subscriptions) + row_number() over (order by id), account_id, plan, status, monthly_price, current_date - 40, null
from (select * from subscriptions where status = 'active' and ended_on is null and started_on < current_date - 60 order by pg_temp.share(id, 84) limit 3) as doubled;

-- Customers who do well come back often; some have been seen less and less.
insert into usage_events
select row_number() over (order by occurred_at, i), account_id, kind::usage_kind, occurred_at,
  case kind when 'log in' then jsonb_build_object('browser', pg_temp.pick(array['Firefox', 'Chrome', 'Safari', 'Edge'], i, 90))
    when 'support ticket' then jsonb_build_object('urgent', pg_temp.share(i, 91) < 0.2, 'subject', pg_temp.pick(array['deployment is slow', 'cannot log in', 'question about a bill', 'how to scale', 'certificate expired'], i, 92)) end
from (
  select i, account_id,
    pg_temp.pick(array['log in', 'log in', 'log in', 'log in', 'log in', 'log in', 'metrics view', 'metrics view', 'metrics view', 'team invitation', 'backup restored', 'support ticket'], i, 93) as kind,
    since + (until - since) * case when fading then pg_temp.share(i, 94) ^ 3 else pg_temp.share(i, 94) end as occurred_at
  from generate_series(1, 84000) as i
  join (
    select row_number() over (order by pg_temp.share(id, 95)) as place, id as account_id,
      greatest(created_at, (current_date - 120)::timestamp at time zone 'UTC') as since,
      coalesce(closed_at, current_date::timestamp at time zone 'UTC') as until, pg_temp.share(id, 96) < 0.15 as fading
    from accounts where signup_address <> '203.0.113.77' and coalesce(closed_at, 'infinity') > (current_date - 120)::timestamp at time zone 'UTC'
  ) as present on present.place = 1 + floor(5000 * pg_temp.share(i, 97) ^ 2.2)::integer
) as made;
