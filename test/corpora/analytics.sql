-- Honest statements as analysts, dashboards, dbt models and the people who look after PostgreSQL write them; written for
-- the tables of analytics-setup.sql. Each begins with a line: "--- name | from which version".
--- signups-by-day
select date_trunc('day', created_at) as day, count(*) as signups from users group by 1 order by 1
--- signups-by-month-with-empty-months
with months as (select generate_series(date '2024-01-01', date '2024-12-01', interval '1 month') as month) select m.month::date, count(u.id) as signups from months m left join users u on date_trunc('month', u.created_at at time zone 'UTC') = m.month group by m.month order by m.month
--- signups-cumulative
select day, signups, sum(signups) over (order by day rows unbounded preceding) as total from (select created_at::date as day, count(*) as signups from users group by 1) d order by day
--- signups-by-referrer
select coalesce(nullif(trim(referrer), ''), '(direct)') as referrer, count(*), round(100.0 * count(*) / sum(count(*)) over (), 1) as percent from users group by 1 order by 2 desc
--- signups-week-over-week
with w as (select date_trunc('week', created_at) as week, count(*) as n from users group by 1) select week, n, lag(n) over (order by week) as before, (n - lag(n) over (order by week))::numeric / nullif(lag(n) over (order by week), 0) as growth from w order by week desc limit 8
--- signups-same-period-last-year
select count(*) filter (where created_at >= date_trunc('year', now())) as this_year, count(*) filter (where created_at >= date_trunc('year', now()) - interval '1 year' and created_at < now() - interval '1 year') as last_year from users
--- signups-by-hour-and-weekday
select extract(isodow from created_at)::int as weekday, extract(hour from created_at)::int as hour, count(*) from users group by 1, 2 order by 1, 2
--- signups-by-country-top-three-else-other
with c as (select country, count(*) as n, row_number() over (order by count(*) desc) as rank from users group by country) select case when rank <= 2 then country else 'Other' end as country, sum(n) from c group by 1 order by 2 desc
--- active-users-daily
select occurred_at::date as day, count(distinct user_id) as dau from events group by 1 order by 1
--- active-users-weekly-rolling
select d.day, (select count(distinct e.user_id) from events e where e.occurred_at >= d.day - interval '6 days' and e.occurred_at < d.day + interval '1 day') as wau from (select generate_series(date '2024-06-01', date '2024-06-10', '1 day')::date as day) d order by 1
--- active-users-stickiness
with dau as (select occurred_at::date as day, count(distinct user_id) as n from events group by 1), mau as (select date_trunc('month', occurred_at)::date as month, count(distinct user_id) as n from events group by 1) select m.month, avg(d.n) as dau, m.n as mau, round(avg(d.n) / m.n, 3) as stickiness from mau m join dau d on date_trunc('month', d.day) = m.month group by m.month, m.n
--- active-users-new-returning
with firsts as (select user_id, min(occurred_at)::date as first_day from events group by 1) select e.occurred_at::date as day, count(distinct e.user_id) filter (where f.first_day = e.occurred_at::date) as new, count(distinct e.user_id) filter (where f.first_day < e.occurred_at::date) as returning from events e join firsts f using (user_id) group by 1 order by 1
--- active-users-lifecycle
with a as (select distinct user_id, date_trunc('week', occurred_at)::date as week from events), l as (select user_id, week, lag(week) over w as before, min(week) over (partition by user_id) as first from a window w as (partition by user_id order by week)) select week, case when week = first then 'new' when before = week - 7 then 'retained' else 'resurrected' end as state, count(*) from l group by 1, 2 order by 1, 2
--- retention-by-week
with cohort as (select id as user_id, date_trunc('week', created_at)::date as cohort from users), activity as (select distinct user_id, date_trunc('week', occurred_at)::date as week from events) select c.cohort, (a.week - c.cohort) / 7 as week_number, count(distinct a.user_id) as users from cohort c join activity a using (user_id) where a.week >= c.cohort group by 1, 2 order by 1, 2
--- retention-day-one-seven-thirty
select count(*) as users, count(*) filter (where exists (select from events e where e.user_id = u.id and e.occurred_at::date = u.created_at::date + 1)) as day_1, count(*) filter (where exists (select from events e where e.user_id = u.id and e.occurred_at::date = u.created_at::date + 7)) as day_7, count(*) filter (where exists (select from events e where e.user_id = u.id and e.occurred_at::date = u.created_at::date + 30)) as day_30 from users u
--- retention-triangle
with c as (select user_id, date_trunc('month', min(ordered_at)) as cohort from orders group by 1), s as (select cohort, count(*) as size from c group by 1), r as (select c.cohort, (extract(year from age(date_trunc('month', o.ordered_at), c.cohort)) * 12 + extract(month from age(date_trunc('month', o.ordered_at), c.cohort)))::int as months, count(distinct o.user_id) as n from orders o join c using (user_id) group by 1, 2) select r.cohort::date, s.size, max(case when months = 0 then round(100.0 * n / size, 1) end) as m0, max(case when months = 1 then round(100.0 * n / size, 1) end) as m1, max(case when months = 2 then round(100.0 * n / size, 1) end) as m2, max(case when months = 3 then round(100.0 * n / size, 1) end) as m3 from r join s using (cohort) group by 1, 2 order by 1
--- funnel-simple
select count(distinct user_id) filter (where name = 'page_view') as viewed, count(distinct user_id) filter (where name = 'checkout') as checked_out, count(distinct user_id) filter (where name = 'purchase') as bought from events where occurred_at >= '2024-06-01'
--- funnel-ordered
with v as (select user_id, min(occurred_at) as at from events where name = 'page_view' group by 1), c as (select e.user_id, min(e.occurred_at) as at from events e join v on v.user_id = e.user_id and e.occurred_at > v.at where e.name = 'checkout' group by 1), p as (select e.user_id, min(e.occurred_at) as at from events e join c on c.user_id = e.user_id and e.occurred_at > c.at where e.name = 'purchase' group by 1) select 1 as step, 'view' as name, count(*) from v union all select 2, 'checkout', count(*) from c union all select 3, 'purchase', count(*) from p order by 1
--- funnel-time-between-steps
select percentile_cont(0.5) within group (order by c.at - v.at) as median, percentile_cont(array[0.25, 0.75, 0.95]) within group (order by extract(epoch from c.at - v.at)) as rest from (select user_id, min(occurred_at) as at from events where name = 'page_view' group by 1) v join (select user_id, min(occurred_at) as at from events where name = 'purchase' group by 1) c using (user_id)
--- funnel-lateral
select count(*) as step_1, count(s2.at) as step_2, count(s3.at) as step_3 from (select user_id, min(occurred_at) as at from events where name = 'signup' group by 1) s1 left join lateral (select e.occurred_at as at from events e where e.user_id = s1.user_id and e.name = 'checkout' and e.occurred_at between s1.at and s1.at + interval '14 days' order by 1 limit 1) s2 on true left join lateral (select e.occurred_at as at from events e where e.user_id = s1.user_id and e.name = 'purchase' and e.occurred_at between s2.at and s2.at + interval '14 days' order by 1 limit 1) s3 on true
--- funnel-drop-off
with f(step, n) as (values (1, 1000), (2, 400), (3, 120)) select step, n, n::float / first_value(n) over w as of_first, n::float / lag(n) over w as of_before from f window w as (order by step)
--- sessions-from-events
with gaps as (select user_id, occurred_at, occurred_at - lag(occurred_at) over (partition by user_id order by occurred_at) > interval '30 minutes' as is_new from events), numbered as (select *, count(*) filter (where is_new or is_new is null) over (partition by user_id order by occurred_at) as number from gaps) select user_id, number, min(occurred_at), max(occurred_at), count(*) from numbered group by 1, 2 order by 1, 2 limit 50
--- sessions-bounce-rate
select source, count(*) as sessions, avg((pages = 1)::int)::numeric(5, 4) as bounce_rate, justify_interval(avg(ended_at - started_at)) as duration from sessions group by source having count(*) > 5 order by 2 desc
--- sessions-entry-and-exit-page
select distinct on (session_id) session_id, first_value(url) over w as entry, last_value(url) over w as exit from events window w as (partition by session_id order by occurred_at rows between unbounded preceding and unbounded following) order by session_id limit 40
--- sessions-overlapping
select a.id, b.id from sessions a join sessions b on a.id < b.id and a.user_id = b.user_id and tstzrange(a.started_at, a.ended_at) && tstzrange(b.started_at, b.ended_at) limit 10
--- sessions-concurrent
select at, sum(step) over (order by at, step desc) as concurrent from (select started_at as at, 1 as step from sessions union all select ended_at, -1 from sessions) s order by concurrent desc, at limit 5
--- sessions-by-device-pivot
select started_at::date as day, sum((device = 'mobile')::int) as mobile, sum((device = 'desktop')::int) as desktop from sessions group by 1 order by 1
--- urls-without-query
select split_part(url, '?', 1) as page, count(*) from events group by 1 order by 2 desc limit 10
--- urls-utm
select substring(url from 'plan=([^&#]+)') as plan, regexp_replace(url, '^https?://([^/]+).*$', '\1') as host, count(*) from events where url ~ 'plan=' group by 1, 2
--- urls-path-parts
select (string_to_array(regexp_replace(url, '^https?://[^/]+/', ''), '/'))[1] as section, count(*) from events group by 1 order by 2 desc
--- page-paths
select path, count(*) from (select session_id, string_agg(split_part(url, '/', 4), ' > ' order by occurred_at) as path from events group by 1) p group by 1 order by 2 desc limit 10
--- next-event
select name, next_name, count(*) from (select name, lead(name) over (partition by user_id order by occurred_at, id) as next_name from events) e group by 1, 2 order by 3 desc
--- attribution-last-touch
select s.source, count(*) as orders, sum(o.total) as revenue from orders o join lateral (select source from sessions s where s.user_id = o.user_id order by abs(extract(epoch from s.started_at - o.ordered_at)) limit 1) s on true group by 1
--- attribution-first-touch
with first_touch as (select distinct on (user_id) user_id, source, medium, campaign from sessions order by user_id, started_at) select f.source, f.medium, count(distinct o.user_id), coalesce(sum(o.total), 0) from first_touch f left join orders o using (user_id) group by rollup (f.source, f.medium) order by 1 nulls last, 2 nulls last
--- attribution-linear
with t as (select o.id, o.total, s.source, count(*) over (partition by o.id) as touches from orders o join sessions s using (user_id)) select source, round(sum(total / touches), 2) as credit from t group by 1 order by 2 desc
--- marketing-cost-per-acquisition
select s.channel, date_trunc('month', s.day)::date as month, sum(s.cost) as cost, sum(s.clicks)::numeric / nullif(sum(s.impressions), 0) as ctr, sum(s.cost) / nullif(max(u.signups), 0) as cpa from spend s left join lateral (select count(*) as signups from users u where u.referrer = s.channel and date_trunc('month', u.created_at) = date_trunc('month', s.day)) u on true group by s.channel, date_trunc('month', s.day) order by 1, 2
--- marketing-return-on-spend
with r as (select date_trunc('month', ordered_at)::date as month, sum(total) as revenue from orders group by 1), c as (select date_trunc('month', day)::date as month, sum(cost) as cost from spend group by 1) select coalesce(r.month, c.month) as month, revenue, cost, revenue / nullif(cost, 0) as roas from r full join c on r.month = c.month order by 1
--- marketing-running-budget
select channel, day, cost, sum(cost) over (partition by channel, date_trunc('month', day) order by day) as spent, 1000 - sum(cost) over (partition by channel, date_trunc('month', day) order by day) as left_over from spend where day < '2024-03-01' order by 1, 2
--- revenue-by-month
select to_char(ordered_at, 'YYYY-MM') as month, sum(total) filter (where status not in ('refunded', 'cancelled')) as net, sum(total) as gross, count(*) from orders group by 1 order by 1
--- revenue-moving-average
select day, revenue, avg(revenue) over (order by day rows between 6 preceding and current row) as seven_days, avg(revenue) over (order by day range between interval '27 days' preceding and current row) as four_weeks from (select ordered_at::date as day, sum(total) as revenue from orders group by 1) d order by 1
--- revenue-month-to-date
select day, sum(revenue) over (partition by date_trunc('month', day) order by day) as mtd, sum(revenue) over (partition by date_trunc('year', day) order by day) as ytd from (select ordered_at::date as day, sum(total) as revenue from orders group by 1) d order by 1
--- revenue-year-over-year
with m as (select date_trunc('month', ordered_at)::date as month, sum(total) as revenue from orders group by 1) select a.month, a.revenue, b.revenue as year_before, a.revenue - b.revenue as difference from m a left join m b on b.month = (a.month - interval '1 year')::date order by 1
--- revenue-share-of-total
select channel, sum(total) as revenue, sum(total) / sum(sum(total)) over () as share, rank() over (order by sum(total) desc) from orders group by 1
--- revenue-rollup
select coalesce(channel, 'all') as channel, coalesce(status, 'all') as status, sum(total), grouping(channel, status) as level from orders group by rollup (channel, status) order by 4, 1, 2
--- revenue-cube
select channel, status, extract(quarter from ordered_at) as quarter, sum(total) from orders group by cube (1, 2, 3) order by 1, 2, 3
--- revenue-from-the-materialized-view
select day, sum(revenue) as revenue, sum(orders) as orders from daily_revenue where day between '2024-02-01' and '2024-03-01' group by day order by day
--- revenue-in-one-currency
select i.number, i.amount, i.currency, r.rate, round(i.amount * r.rate, 2) as eur from invoices i join rates r on r.currency = i.currency and r.day = i.issued_on order by i.number limit 20
--- revenue-at-the-latest-rate
select i.number, round(i.amount * r.rate, 2) as converted from invoices i cross join lateral (select rate from rates where currency = i.currency and day <= i.issued_on order by day desc limit 1) r limit 20
--- revenue-forecast-by-line
select regr_slope(revenue, x) as slope, regr_intercept(revenue, x) as start, regr_r2(revenue, x), regr_slope(revenue, x) * 400 + regr_intercept(revenue, x) as forecast from (select row_number() over (order by ordered_at::date) as x, sum(total)::float8 as revenue from orders group by ordered_at::date) d
--- revenue-per-quarter-crosstab
select channel, sum(total) filter (where extract(quarter from ordered_at) = 1) as q1, sum(total) filter (where extract(quarter from ordered_at) = 2) as q2, sum(total) filter (where extract(quarter from ordered_at) = 3) as q3, sum(total) filter (where extract(quarter from ordered_at) = 4) as q4 from orders group by channel
--- orders-average-value
select date_trunc('week', ordered_at)::date as week, avg(total)::numeric(10, 2) as average, percentile_disc(0.5) within group (order by total) as median, mode() within group (order by channel) as channel from orders group by 1 order by 1
--- orders-first-and-repeat
select date_trunc('month', ordered_at)::date as month, count(*) filter (where n = 1) as first_orders, count(*) filter (where n > 1) as repeat_orders from (select *, row_number() over (partition by user_id order by ordered_at) as n from orders) o group by 1 order by 1
--- orders-days-between
select user_id, avg(gap) as days from (select user_id, ordered_at::date - lag(ordered_at::date) over (partition by user_id order by ordered_at) as gap from orders) g where gap is not null group by 1 order by 2 limit 20
--- orders-basket-pairs
select p.name, q.name, count(*) from order_items a join order_items b on a.order_id = b.order_id and a.product_id < b.product_id join products p on p.id = a.product_id join products q on q.id = b.product_id group by 1, 2 order by 3 desc, 1, 2 limit 10
--- orders-basket-lift
with n as (select count(*)::numeric as all_orders from orders), s as (select product_id, count(*)::numeric as n from order_items group by 1), p as (select a.product_id as a, b.product_id as b, count(*)::numeric as n from order_items a join order_items b on a.order_id = b.order_id and a.product_id <> b.product_id group by 1, 2) select p.a, p.b, p.n / sa.n as confidence, (p.n / n.all_orders) / ((sa.n / n.all_orders) * (sb.n / n.all_orders)) as lift from p join s sa on sa.product_id = p.a join s sb on sb.product_id = p.b cross join n order by lift desc, 1, 2 limit 10
--- orders-coupon-use
select coupon is not null as with_coupon, count(*), avg(total), stddev_samp(total), variance(total) from orders group by 1
--- orders-histogram
select width_bucket(total, 0, 120, 12) as bucket, min(total), max(total), count(*), repeat('#', count(*)::int / 4) as bar from orders group by 1 order by 1
--- orders-deciles
select decile, min(total), max(total), sum(total) from (select total, ntile(10) over (order by total desc) as decile from orders) d group by 1 order by 1
--- orders-pareto
with c as (select user_id, sum(total) as revenue from orders group by 1), r as (select *, sum(revenue) over (order by revenue desc, user_id) / sum(revenue) over () as share from c) select count(*) filter (where share <= 0.8) as customers_for_80_percent, count(*) as customers from r
--- orders-status-matrix
select status, jsonb_object_agg(channel, n order by channel) as channels from (select status, channel, count(*) as n from orders group by 1, 2) s group by 1
--- orders-late-at-night
select count(*) from orders where (ordered_at at time zone 'Europe/Paris')::time between time '22:00' and time '23:59:59.999' or extract(hour from ordered_at at time zone 'Europe/Paris') < 5
--- orders-without-items
select o.* from orders o left join order_items i on i.order_id = o.id where i.order_id is null
--- orders-total-does-not-match
select o.id, o.total, sum(i.quantity * i.unit_price) as items from orders o join order_items i on i.order_id = o.id group by o.id having o.total is distinct from sum(i.quantity * i.unit_price) order by abs(o.total - sum(i.quantity * i.unit_price)) desc limit 10
--- orders-nth-of-customer
select user_id, nth_value(id, 2) over (partition by user_id order by ordered_at rows between unbounded preceding and unbounded following) as second_order from orders limit 20
--- customers-recency-frequency-money
with f as (select user_id, max(ordered_at) as last, count(*) as n, sum(total) as money from orders group by 1), s as (select user_id, ntile(5) over (order by last) as r, ntile(5) over (order by n) as f, ntile(5) over (order by money) as m from f) select concat(r, f, m) as segment, count(*), case when r >= 4 and f >= 4 then 'champions' when r <= 2 then 'at risk' else 'others' end as label from s group by 1, 3 order by 2 desc
--- customers-lifetime-value
select u.id, u.email, coalesce(sum(o.total), 0) as value, count(o.id) as orders, max(o.ordered_at)::date as last from users u left join orders o on o.user_id = u.id and o.status <> 'refunded' group by u.id order by value desc limit 25
--- customers-churned
select u.id, max(o.ordered_at) as last_order, current_date - max(o.ordered_at)::date as days from users u join orders o on o.user_id = u.id group by u.id having max(o.ordered_at) < timestamptz '2024-09-01' order by 2
--- customers-never-ordered
select u.id from users u where not exists (select 1 from orders o where o.user_id = u.id) order by 1
--- customers-top-per-country
select * from (select u.country, u.name, sum(o.total) as revenue, dense_rank() over (partition by u.country order by sum(o.total) desc) as place from users u join orders o on o.user_id = u.id group by u.country, u.id) t where place <= 3 order by country, place
--- customers-duplicates
select lower(email) as email, array_agg(id order by id) as ids, count(*) from users group by lower(email) having count(*) > 1
--- customers-like-search
select id, name, email from users where name ilike '%' || '1' || '%' or email similar to '%(9|8)@%' order by name limit 20
--- customers-by-email-domain
select split_part(email, '@', 2) as domain, count(*) from users group by 1 order by 2 desc
--- subscriptions-recurring-revenue
with months as (select generate_series('2024-01-01'::date, '2024-12-01', '1 month')::date as month) select m.month, coalesce(sum(s.mrr), 0) as mrr, count(distinct s.account_id) as accounts from months m left join subscriptions s on s.started_on <= m.month and (s.cancelled_on is null or s.cancelled_on > m.month) group by 1 order by 1
--- subscriptions-movements
with months as (select generate_series('2024-01-01'::date, '2024-12-01', '1 month')::date as month), m as (select mo.month, a.id as account_id, coalesce(sum(s.mrr), 0) as mrr from months mo cross join accounts a left join subscriptions s on s.account_id = a.id and s.started_on <= mo.month and coalesce(s.cancelled_on, 'infinity') > mo.month group by 1, 2), d as (select *, lag(mrr, 1, 0) over (partition by account_id order by month) as before from m) select month, sum(mrr) filter (where before = 0 and mrr > 0) as new, sum(mrr - before) filter (where before > 0 and mrr > before) as expansion, sum(mrr - before) filter (where mrr > 0 and mrr < before) as contraction, -sum(before) filter (where before > 0 and mrr = 0) as churn from d group by 1 order by 1
--- subscriptions-churn-rate
with m as (select generate_series('2024-02-01'::date, '2024-10-01', '1 month')::date as month) select m.month, count(*) filter (where cancelled_on >= m.month and cancelled_on < m.month + interval '1 month')::numeric / nullif(count(*) filter (where started_on < m.month and (cancelled_on is null or cancelled_on >= m.month)), 0) as churn from m cross join subscriptions group by 1 order by 1
--- subscriptions-net-retention
with start as (select account_id, sum(mrr) as mrr from subscriptions where started_on < '2024-03-01' group by 1), later as (select account_id, sum(mrr) as mrr from subscriptions where started_on < '2024-09-01' and coalesce(cancelled_on, date 'infinity') >= '2024-09-01' group by 1) select sum(coalesce(l.mrr, 0)) / sum(s.mrr) as nrr from start s left join later l using (account_id)
--- subscriptions-trials-converted
select date_trunc('month', started_on)::date as cohort, count(*) as trials, count(*) filter (where status = 'active') as converted, round(avg(case status when 'active' then 100 else 0 end), 1) as percent from subscriptions where trial_ends_on is not null group by 1 order by 1
--- subscriptions-lifetime
select plan, avg(coalesce(cancelled_on, current_date) - started_on) as days, age(max(coalesce(cancelled_on, current_date)), min(started_on)) as span from subscriptions group by plan
--- subscriptions-survival
select d as day, avg((coalesce(cancelled_on, '2025-01-01') - started_on > d)::int)::numeric(4, 3) as alive from subscriptions cross join generate_series(0, 360, 30) d group by d order by d
--- subscriptions-islands
with d as (select account_id, started_on, coalesce(cancelled_on, '9999-12-31') as ended, max(coalesce(cancelled_on, '9999-12-31')) over (partition by account_id order by started_on rows between unbounded preceding and 1 preceding) as before from subscriptions), g as (select *, sum((before is null or started_on > before)::int) over (partition by account_id order by started_on) as island from d) select account_id, island, min(started_on), max(ended) from g group by 1, 2 order by 1, 2
--- subscriptions-as-ranges
select account_id, range_agg(daterange(started_on, cancelled_on)) as periods from subscriptions group by 1 order by 1
--- subscriptions-active-now
select plan, count(*), sum(mrr), sum(seats) from subscriptions where daterange(started_on, cancelled_on) @> date '2024-06-30' group by plan
--- invoices-overdue
select a.name, i.number, i.amount, current_date - i.due_on as days_late from invoices i join accounts a on a.id = i.account_id where i.paid_on is null and i.due_on < current_date order by days_late desc
--- invoices-ageing
select a.name, sum(amount) filter (where late <= 0) as current, sum(amount) filter (where late between 1 and 30) as "1-30", sum(amount) filter (where late between 31 and 60) as "31-60", sum(amount) filter (where late > 60) as "60+" from (select *, date '2024-09-01' - due_on as late from invoices where paid_on is null) i join accounts a on a.id = i.account_id group by a.name order by 1
--- invoices-days-to-pay
select date_trunc('quarter', issued_on)::date as quarter, avg(paid_on - issued_on) as days, percentile_cont(0.9) within group (order by paid_on - issued_on) as p90 from invoices where paid_on is not null group by 1 order by 1
--- invoices-gaps-in-numbers
select n as missing from generate_series(1, (select max(substring(number from '\d+')::int) from invoices)) n except select substring(number from '\d+')::int from invoices order by 1
--- invoices-paid-twice
select invoice_id, count(*), sum(amount), array_agg(paid_at::date order by paid_at) from payments where succeeded group by invoice_id having count(*) > 1
--- invoices-not-covered
select i.number, i.amount, coalesce(p.paid, 0) as paid from invoices i left join (select invoice_id, sum(amount) as paid from payments where succeeded group by 1) p on p.invoice_id = i.id where coalesce(p.paid, 0) < i.amount order by 1
--- invoices-inconsistent
select number, status, paid_on from invoices where (status = 'paid') <> (paid_on is not null)
--- payments-failure-rate
select method, date_trunc('month', paid_at)::date as month, 1 - avg(succeeded::int) as failure_rate from payments group by 1, 2 order by 1, 2
--- payments-running-balance
select account_id, at, amount, sum(amount) over (partition by account_id order by at, amount) as balance from (select account_id, issued_on as at, amount from invoices union all select i.account_id, p.paid_at::date, -p.amount from payments p join invoices i on i.id = p.invoice_id) b order by 1, 2 limit 60
--- products-margin
select name, price, cost, price - cost as margin, round((price - cost) / price * 100, 1) as percent, percent_rank() over (order by (price - cost) / price) from products order by 5 desc
--- products-best-sellers-by-category
select category, name, units from (select p.category, p.name, sum(i.quantity) as units, row_number() over (partition by p.category order by sum(i.quantity) desc, p.name) as n from products p join order_items i on i.product_id = p.id group by 1, 2) t where n <= 3 order by 1, n
--- products-abc-classes
with r as (select product_id, sum(quantity * unit_price) as revenue from order_items group by 1), c as (select *, sum(revenue) over (order by revenue desc, product_id) / sum(revenue) over () as share from r) select case when share <= 0.8 then 'A' when share <= 0.95 then 'B' else 'C' end as class, count(*), sum(revenue) from c group by 1 order by 1
--- products-never-sold
select id, name from products where id not in (select product_id from order_items)
--- products-price-at-order
select o.id, i.product_id, c.price as list_price, i.unit_price from orders o join order_items i on i.order_id = o.id join price_changes c on c.product_id = i.product_id and c.valid @> o.ordered_at limit 20
--- products-price-history
select product_id, lower(valid)::date as since, upper(valid)::date as until, price, price - lag(price) over (partition by product_id order by valid) as change from price_changes order by 1, 2 limit 40
--- inventory-to-reorder
select p.sku, i.warehouse, i.on_hand, i.reorder_at - i.on_hand as short from inventory i join products p on p.id = i.product_id where i.on_hand < i.reorder_at order by short desc
--- inventory-days-left
select i.product_id, sum(i.on_hand) as on_hand, sum(i.on_hand) / nullif((select sum(quantity) / 90.0 from order_items o where o.product_id = i.product_id), 0) as days from inventory i group by 1 order by 3 nulls last
--- inventory-by-warehouse
select product_id, max(on_hand) filter (where warehouse = 'north') as north, max(on_hand) filter (where warehouse = 'south') as south from inventory group by 1 order by 1
--- tickets-open-by-priority
select priority, count(*) as open, min(opened_at) as oldest, justify_hours(now() - min(opened_at)) as waiting from tickets where closed_at is null group by priority order by array_position(array['urgent', 'high', 'low'], priority)
--- tickets-resolution-time
select date_trunc('week', opened_at)::date as week, percentile_cont(0.5) within group (order by closed_at - opened_at) as median, avg(closed_at - opened_at) as average, count(*) filter (where closed_at - opened_at > interval '1 day') as over_a_day from tickets where closed_at is not null group by 1 order by 1
--- tickets-backlog
select d::date as day, (select count(*) from tickets t where t.opened_at < d + interval '1 day' and (t.closed_at is null or t.closed_at >= d + interval '1 day')) as open from generate_series(timestamptz '2024-03-01', '2024-04-15', '1 day') d
--- tickets-satisfaction
select agent_id, avg(csat)::numeric(3, 2) as csat, count(csat) as answers, count(*) as tickets, count(csat)::numeric / count(*) as answer_rate from tickets group by 1 order by 2 desc nulls last
--- tickets-words
select word, ndoc from (select lexeme as word, count(*) as ndoc from tickets, unnest(to_tsvector('english', subject || ' ' || body)) group by 1) w order by ndoc desc, word limit 20
--- tickets-search
select id, ts_rank(to_tsvector('english', body), q) as rank, ts_headline('english', body, q) from tickets, websearch_to_tsquery('english', 'password "sign in"') q where to_tsvector('english', subject || ' ' || body) @@ q order by rank desc, id limit 5
--- tickets-per-account-and-size
select a.name, count(t.id) as tickets, a.employees, count(t.id)::numeric / a.employees as per_head from accounts a left join tickets t on t.account_id = a.id group by a.id order by 4 desc limit 10
--- tickets-sla
select id, opened_at, closed_at, case when closed_at is null then 'open' when closed_at - opened_at <= case priority when 'urgent' then interval '4 hours' when 'high' then interval '1 day' else interval '3 days' end then 'met' else 'missed' end as sla from tickets order by id limit 30
--- tickets-business-hours
select t.id, count(*) as hours from tickets t cross join lateral generate_series(t.opened_at, coalesce(t.closed_at, t.opened_at + interval '2 days'), interval '1 hour') h where extract(isodow from h) < 6 and extract(hour from h) between 9 and 16 group by 1 order by 1 limit 20
--- experiments-conversion
select a.variant, count(distinct a.user_id) as users, count(distinct e.user_id) as converted, count(distinct e.user_id)::numeric / count(distinct a.user_id) as rate from assignments a left join events e on e.user_id = a.user_id and e.name = 'purchase' and e.occurred_at > a.assigned_at where a.experiment = 'button' group by 1
--- experiments-z-score
with r as (select variant, count(*)::float8 as n, avg((exists (select from events e where e.user_id = a.user_id and e.name = 'purchase'))::int)::float8 as p from assignments a group by 1), c as (select * from r where variant = 'control'), t as (select * from r where variant = 'green') select (t.p - c.p) / nullif(sqrt((t.p * t.n + c.p * c.n) / (t.n + c.n) * (1 - (t.p * t.n + c.p * c.n) / (t.n + c.n)) * (1 / t.n + 1 / c.n)), 0) as z from c, t
--- experiments-sample-ratio
select variant, count(*), count(*)::numeric / sum(count(*)) over () - 0.5 as deviation from assignments group by 1
--- experiments-hash-bucket
select abs(hashtext(user_id::text || 'salt')) % 100 < 50 as treated, count(*) from assignments group by 1
--- metrics-per-five-minutes
select date_bin('5 minutes', at, timestamptz '2024-01-01') as bucket, name, avg(value), max(value) from metrics group by 1, 2 order by 1, 2
--- metrics-percentiles
select name, percentile_cont(array[0.5, 0.9, 0.99]) within group (order by value) as p from metrics group by name
--- metrics-gaps
select host, at as since, next - at as missing from (select host, at, lead(at) over (partition by host order by at) as next from metrics) m where next - at > interval '5 minutes'
--- metrics-anomalies
select * from (select at, host, value, avg(value) over w as mean, stddev(value) over w as deviation from metrics where name = 'cpu' window w as (partition by host order by at rows between 30 preceding and 1 preceding)) m where deviation > 0 and abs(value - mean) > 2 * deviation
--- metrics-latest-per-host
select distinct on (host, name) host, name, at, value from metrics order by host, name, at desc
--- metrics-rate-of-a-counter
select host, at, greatest(value - lag(value) over w, 0) / nullif(extract(epoch from at - lag(at) over w), 0) as per_second from metrics window w as (partition by host, name order by at) order by host, at limit 40
--- metrics-filled-forward
with g as (select t, (select value from metrics m where m.host = 'host-1' and m.at <= t order by at desc limit 1) as value from generate_series(timestamptz '2024-06-01 01:00', '2024-06-01 03:00', '10 minutes') t) select t, value from g
--- metrics-uptime
select host, count(distinct date_trunc('minute', at))::numeric / 900 as uptime from metrics group by 1 order by 1
--- deploys-frequency
select service, date_trunc('week', deployed_at)::date as week, count(*) as deploys, avg(failed::int) as failure_rate from deploys group by 1, 2 order by 1, 2
--- deploys-time-to-recover
select service, avg(next_ok - deployed_at) from (select service, deployed_at, failed, min(deployed_at) filter (where not failed) over (partition by service order by deployed_at rows between 1 following and unbounded following) as next_ok from deploys) d where failed group by 1
--- deploys-versions-sorted
select version from deploys order by string_to_array(ltrim(version, 'v'), '.')::int[] desc limit 5
--- deploys-streak
select author, count(*) as streak from (select author, id, id - row_number() over (partition by author order by id) as g from deploys) d group by author, g order by 2 desc limit 5
--- employees-tree
with recursive tree as (select id, name, manager_id, 1 as depth, array[name] as path from employees where manager_id is null union all select e.id, e.name, e.manager_id, t.depth + 1, t.path || e.name from employees e join tree t on t.id = e.manager_id) select repeat('  ', depth - 1) || name as name, array_to_string(path, ' / ') as path from tree order by path
--- employees-span-of-control
with recursive below as (select id as boss, id from employees union select b.boss, e.id from below b join employees e on e.manager_id = b.id) select boss, count(*) - 1 as reports from below group by boss order by 2 desc, 1 limit 10
--- employees-salary-against-the-average
select name, department, salary, salary - avg(salary) over d as to_average, cume_dist() over (d order by salary) as rank from employees window d as (partition by department) order by department, salary desc
--- employees-second-highest
select department, max(salary) as second from employees e where salary < (select max(salary) from employees x where x.department = e.department) group by department
--- employees-headcount
select m::date as month, count(*) from generate_series(date '2015-01-01', '2021-01-01', '6 months') m join employees on hired_on <= m group by 1 order by 1
--- employees-anniversaries
select name, hired_on, extract(year from age(date '2024-12-31', hired_on)) as years from employees where to_char(hired_on, 'MM') = '06' order by hired_on
--- employees-median-gap
select department, percentile_cont(0.5) within group (order by salary) - lag(percentile_cont(0.5) within group (order by salary)) over (order by department) as gap from employees group by department
--- accounts-health-score
select a.id, a.name, least(100, 40 * (count(distinct u.id) filter (where u.is_active) > 0)::int + 30 * (count(distinct t.id) = 0)::int + least(count(distinct u.id), 30)) as score from accounts a left join users u on u.account_id = a.id left join tickets t on t.account_id = a.id and t.status = 'open' group by a.id order by 3, 1
--- accounts-whitespace
select a.name from paying_accounts a where not exists (select from subscriptions s where s.account_id = a.id and s.plan = 'team')
--- accounts-by-size
select case when employees < 100 then 'small' when employees < 500 then 'medium' else 'large' end as size, region, count(*), sum(arr) from accounts group by grouping sets ((1, 2), (1), ()) order by 1 nulls last, 2 nulls last
--- accounts-360
select a.id, a.name, (select count(*) from users u where u.account_id = a.id) as users, (select sum(mrr) from subscriptions s where s.account_id = a.id and status = 'active') as mrr, (select json_agg(json_build_object('number', i.number, 'amount', i.amount) order by i.issued_on) from invoices i where i.account_id = a.id and i.paid_on is null) as open_invoices, (select max(opened_at) from tickets t where t.account_id = a.id) as last_ticket from accounts a order by a.id limit 20
--- accounts-as-json
select jsonb_build_object('id', a.id, 'users', coalesce(jsonb_agg(jsonb_build_object('email', u.email)) filter (where u.id is not null), '[]')) from accounts a left join users u on u.account_id = a.id group by a.id limit 5
--- accounts-row-to-json
select row_to_json(t) from (select name, region, arr from accounts order by arr desc limit 5) t
--- json-property
select properties ->> 'theme' as theme, (properties ->> 'seats')::int as seats, count(*) from users group by 1, 2 order by 2
--- json-array-of-objects
select e.id, item ->> 'sku' as sku, (item ->> 'n')::int as n from events e cross join lateral jsonb_array_elements(e.properties -> 'items') item limit 20
--- json-to-columns
select e.id, x.* from events e cross join lateral jsonb_to_record(e.properties) as x(value int, items jsonb) limit 10
--- json-keys-in-use
select key, count(*), jsonb_typeof(min(value::text)::jsonb) as kind from events, jsonb_each(properties) group by key
--- json-contains
select count(*) from events where properties @> '{"items": [{"sku": "S3"}]}'
--- json-path
select count(*) from events where jsonb_path_exists(properties, '$.items[*] ? (@.n > $min)', '{"min": 1}')
--- json-nested-sum
select sum((i ->> 'n')::numeric) from events, jsonb_path_query(properties, '$.items[*]') i
--- json-flags
select id from users where properties -> 'flags' ? 'a' and (properties #>> '{flags,1}')::int = 2 limit 10
--- arrays-tags
select tag, count(*) from users, unnest(tags) tag group by tag order by 2 desc
--- arrays-any
select id from users where 'tag1' = any (tags) and tags @> array['beta'] and not tags && array['tag2'] limit 10
--- arrays-with-ordinality
select u.id, t.tag, t.place from users u cross join unnest(u.tags) with ordinality as t(tag, place) limit 10
--- arrays-tag-pairs
select a.tag, b.tag, count(*) from users u, unnest(u.tags) a(tag), unnest(u.tags) b(tag) where a.tag < b.tag group by 1, 2 order by 3 desc
--- quality-null-counts
select count(*) as rows, count(*) - count(referrer) as no_referrer, count(*) - count(manager_id) as no_manager, 100.0 * (count(*) - count(referrer)) / count(*) as percent from users
--- quality-not-unique
select 'users.email' as what, count(*) from (select email from users group by 1 having count(*) > 1) d union all select 'invoices.number', count(*) from (select number from invoices group by 1 having count(*) > 1) d
--- quality-orphans
select 'orders without user' as problem, count(*) from orders o where not exists (select from users u where u.id = o.user_id) union all select 'payments without invoice', count(*) from payments p left join invoices i on i.id = p.invoice_id where i.id is null
--- quality-accepted-values
select status, count(*) from orders where status not in ('paid', 'shipped', 'refunded', 'cancelled') group by 1
--- quality-in-the-future
select max(occurred_at) < now() as fine, max(occurred_at), now() - max(occurred_at) as age from events
--- quality-freshness
select 'events' as tbl, max(occurred_at) as latest from events union all select 'orders', max(ordered_at) from orders union all select 'tickets', max(opened_at) from tickets order by 2
--- quality-row-counts
select (select count(*) from users) as users, (select count(*) from orders) as orders, (select count(*) from events) as events
--- quality-recursive-counts-by-day
select day, n, avg(n) over (order by day rows between 7 preceding and 1 preceding) as usual, n < 0.5 * avg(n) over (order by day rows between 7 preceding and 1 preceding) as is_low from (select occurred_at::date as day, count(*) as n from events group by 1) d order by 1
--- quality-email-form
select email from users where email !~* '^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}$'
--- quality-difference-of-two-tables
(select id, total from orders where channel = 'web' except all select id, total from orders where status = 'paid') union all (select id, total from orders where status = 'paid' except all select id, total from orders where channel = 'web') order by 1 limit 20
--- quality-checksum
select md5(string_agg(md5(o::text), '' order by id)) from orders o
--- dbt-staging
with source as (select * from orders), renamed as (select id as order_id, user_id as customer_id, ordered_at, lower(status) as status, total * 100 as total_cents from source) select * from renamed
--- dbt-surrogate-key
select md5(cast(coalesce(cast(order_id as text), '_null_') || '-' || coalesce(cast(product_id as text), '_null_') as text)) as order_item_key, * from order_items limit 10
--- dbt-incremental
select * from events where occurred_at > (select coalesce(max(occurred_at), '1900-01-01') - interval '3 days' from events where id < 600)
--- dbt-deduplicate
with ranked as (select *, row_number() over (partition by user_id, name order by occurred_at desc) as rn from events) select id, user_id, name from ranked where rn = 1 order by id limit 50
--- dbt-date-spine
with rawdata as (with p as (select 0 as generated_number union all select 1), unioned as (select p0.generated_number * power(2, 0) + p1.generated_number * power(2, 1) + p2.generated_number * power(2, 2) + p3.generated_number * power(2, 3) + p4.generated_number * power(2, 4) + 1 as generated_number from p as p0 cross join p as p1 cross join p as p2 cross join p as p3 cross join p as p4) select * from unioned where generated_number <= 31 order by generated_number), all_periods as (select (cast('2024-01-01' as date) + ((interval '1 day') * (row_number() over (order by 1) - 1))) as date_day from rawdata), filtered as (select * from all_periods where date_day <= cast('2024-02-01' as date)) select * from filtered
--- dbt-date-dimension
select d::date as date_day, extract(isoyear from d) as iso_year, extract(week from d) as iso_week, to_char(d, 'Day') as day_name, to_char(d, 'Mon') as month_name, extract(doy from d) as day_of_year, d = date_trunc('month', d) + interval '1 month - 1 day' as is_month_end, extract(isodow from d) in (6, 7) as is_weekend, (extract(month from d)::int + 8) % 12 / 3 + 1 as fiscal_quarter from generate_series(timestamp '2024-01-01', '2024-12-31', '1 day') d
--- dbt-slowly-changing
with changes as (select id, plan, created_at, lead(created_at) over (partition by account_id order by created_at) as valid_to from users) select id, plan, created_at as valid_from, coalesce(valid_to, '9999-12-31') as valid_to, valid_to is null as is_current from changes order by id limit 30
--- dbt-union-relations
(select cast('orders' as text) as _source, cast(id as int) as id, cast(total as numeric) as amount, cast(null as text) as number from orders) union all (select cast('invoices' as text), cast(id as int), cast(amount as numeric), cast(number as text) from invoices)
--- dbt-pivot
select user_id, sum(case when status = 'paid' then total else 0 end) as "paid", sum(case when status = 'shipped' then total else 0 end) as "shipped", sum(case when status = 'refunded' then total else 0 end) as "refunded" from orders group by user_id limit 30
--- dbt-unpivot
select product_id, cast('on_hand' as text) as field, cast(on_hand as int) as value from inventory union all select product_id, cast('reorder_at' as text), cast(reorder_at as int) from inventory
--- dbt-mart
with customers as (select * from users), orders_ as (select * from orders), customer_orders as (select user_id, min(ordered_at) as first_order, max(ordered_at) as most_recent_order, count(id) as number_of_orders from orders_ group by 1), customer_payments as (select o.user_id, sum(i.quantity * i.unit_price) as total_amount from order_items i left join orders_ o on i.order_id = o.id group by 1), final as (select c.id as customer_id, c.name, co.first_order, co.most_recent_order, co.number_of_orders, cp.total_amount as customer_lifetime_value from customers c left join customer_orders co on c.id = co.user_id left join customer_payments cp on c.id = cp.user_id) select * from final
--- dbt-test-relationships
with child as (select account_id as from_field from subscriptions where account_id is not null), parent as (select id as to_field from accounts) select from_field from child left join parent on child.from_field = parent.to_field where parent.to_field is null
--- dbt-test-expression
select count(*) as failures, count(*) != 0 as should_warn, count(*) != 0 as should_error from (select 1 from orders where not (total >= 0)) dbt_internal_test
--- dbt-audit-helper
with a as (select id, total from orders), b as (select id, total from orders where id % 50 <> 0), joined as (select coalesce(a.id, b.id) as id, a.id is not null as in_a, b.id is not null as in_b, a.total is not distinct from b.total as same from a full outer join b on a.id = b.id) select in_a, in_b, same, count(*) from joined group by 1, 2, 3
--- dashboard-single-number
select count(*) from "shop"."users" where "shop"."users"."is_active" = true
--- dashboard-quoted-aliases
select date_trunc('month', "shop"."orders"."ordered_at") as "ordered_at", "Users"."country" as "Users__country", sum("shop"."orders"."total") as "sum" from "shop"."orders" left join "shop"."users" as "Users" on "shop"."orders"."user_id" = "Users"."id" where "shop"."orders"."ordered_at" >= timestamp with time zone '2024-02-01 00:00:00.000Z' and "shop"."orders"."ordered_at" < timestamp with time zone '2024-05-01 00:00:00.000Z' group by date_trunc('month', "shop"."orders"."ordered_at"), "Users"."country" order by date_trunc('month', "shop"."orders"."ordered_at") asc, "Users"."country" asc
--- dashboard-nested-question
select "source"."day" as "day", avg("source"."count") as "avg" from (select cast("shop"."events"."occurred_at" as date) as "day", "shop"."events"."name" as "name", count(*) as "count" from "shop"."events" group by cast("shop"."events"."occurred_at" as date), "shop"."events"."name") "source" group by "source"."day" order by "source"."day" asc limit 2000
--- dashboard-relative-dates
select count(*) from orders where ordered_at >= date_trunc('month', now() + interval '-30 month') and ordered_at < date_trunc('month', now() + interval '1 month')
--- dashboard-binned
select floor((("shop"."orders"."total" - 0.0) / 10.0)) * 10.0 + 0.0 as "total", count(*) as "count" from "shop"."orders" group by floor((("shop"."orders"."total" - 0.0) / 10.0)) * 10.0 + 0.0 order by 1 asc
--- dashboard-distinct-values
select "shop"."users"."country" as "country" from "shop"."users" group by "shop"."users"."country" order by "shop"."users"."country" asc limit 1000
--- dashboard-search-ignoring-case
select * from "shop"."accounts" where (lower("shop"."accounts"."name") like '%account 1%') limit 1048575
--- dashboard-goal
select 'MRR' as metric, sum(mrr) as value, 5000 as goal, round(sum(mrr) / 5000 * 100) || ' %' as reached, sum(mrr) >= 5000 as is_reached from subscriptions where status = 'active'
--- dashboard-traffic-light
select service, case when bool_or(failed) then '🔴' when count(*) = 0 then '🟡' else '🟢' end as state from deploys where deployed_at > '2024-06-01' group by service
--- dashboard-links
select format('https://crm.example.com/accounts/%s', id) as link, name, '<a href="' || id || '">' || name || '</a>' as html from accounts limit 5
--- dashboard-time-zone
select (ordered_at at time zone 'America/New_York')::date as day, count(*) from orders group by 1 order by 1 limit 30
--- dashboard-numbers-as-text
select to_char(sum(total), 'FM999G999G990D00') as total, to_char(avg(total), '9.99EEEE'), to_char(count(*), 'RN') from orders where id < 50
--- dashboard-paged
select * from users order by created_at desc, id desc offset 20 limit 10
--- dashboard-keyset
select id, created_at from users where (created_at, id) < (timestamptz '2024-05-01', 100) order by created_at desc, id desc limit 10
--- dashboard-params-with-defaults
select * from orders where ('all' = 'all' or channel = 'all') and (null::date is null or ordered_at >= null::date) order by id limit 10
--- dashboard-sparkline
select channel, array_agg(n order by week) as weeks from (select channel, date_trunc('week', ordered_at) as week, count(*) as n from orders group by 1, 2) w group by 1
--- dashboard-sankey
select source, target, sum(n) from (select e1.name as source, e2.name as target, 1 as n from events e1 join events e2 on e2.id = e1.id + 4) s group by 1, 2
--- dashboard-calendar-heat
select date_trunc('week', d)::date as week, extract(isodow from d) as day, coalesce(n, 0) as n from generate_series(date '2024-06-01', '2024-06-30', '1 day') d left join (select occurred_at::date as day, count(*) as n from events group by 1) e on e.day = d::date order by d
--- dashboard-gauge-against-last-period
with p as (select sum(total) filter (where ordered_at >= '2024-06-01' and ordered_at < '2024-07-01') as now, sum(total) filter (where ordered_at >= '2024-05-01' and ordered_at < '2024-06-01') as before from orders) select now, before, round((now / nullif(before, 0) - 1) * 100, 1) as change from p
--- report-with-subtotals-and-names
select case grouping(region) when 1 then 'Total' else region end as region, case when grouping(industry) = 1 and grouping(region) = 0 then 'Subtotal' else industry end as industry, count(*), sum(arr) from accounts group by rollup (region, industry) order by grouping(region), 1, grouping(industry), 2
--- report-weighted-average
select region, sum(arr * employees) / sum(employees) as weighted, exp(avg(ln(arr))) as geometric, 1 / avg(1.0 / arr) as harmonic from accounts group by region
--- report-correlation
select corr(employees, arr::float8), covar_pop(employees, arr::float8), regr_count(employees, arr::float8) from accounts
--- report-gini
select 1 - 2 * sum((n - row + 0.5) * arr) / (n * sum(arr)) as gini from (select arr, row_number() over (order by arr) as row, count(*) over () as n from accounts) a group by n
--- report-quantile-per-group
select region, unnest(array[0.1, 0.5, 0.9]) as q, unnest(percentile_cont(array[0.1, 0.5, 0.9]) within group (order by arr)) as value from accounts group by region
--- report-compound-growth
select power(last / nullif(first, 0), 1.0 / 11) - 1 as cmgr from (select (array_agg(r order by m))[1] as first, (array_agg(r order by m desc))[1] as last from (select date_trunc('month', ordered_at) as m, sum(total) as r from orders group by 1) x) y
--- report-exponential-smoothing
with recursive d as (select row_number() over (order by ordered_at::date) as i, sum(total)::float8 as y from orders where id < 60 group by ordered_at::date), s as (select i, y, y as smooth from d where i = 1 union all select d.i, d.y, 0.3 * d.y + 0.7 * s.smooth from d join s on d.i = s.i + 1) select * from s
--- report-loan-schedule
with recursive s as (select 1 as n, 1000::numeric as balance, round(1000 * 0.01, 2) as interest union all select n + 1, balance - 90, round((balance - 90) * 0.01, 2) from s where balance > 90) select * from s
--- report-working-days
select count(*) from generate_series(date '2024-03-01', '2024-03-31', '1 day') d where extract(isodow from d) < 6 and d::date not in (date '2024-03-29')
--- report-easter
select make_date(y, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1) from (select y, h, l, (y % 19 + 11 * h + 22 * l) / 451 as m from (select y, (19 * (y % 19) + y / 100 - y / 100 / 4 - (y / 100 - (y / 100 + 8) / 25 + 1) / 3 + 15) % 30 as h, (32 + 2 * (y / 100 % 4) + 2 * (y % 100 / 4) - (19 * (y % 19) + y / 100 - y / 100 / 4 - (y / 100 - (y / 100 + 8) / 25 + 1) / 3 + 15) % 30 - y % 100 % 4) % 7 as l from generate_series(2024, 2030) y) a) b
--- report-distance
select a.id, b.id, 2 * 6371 * asin(sqrt(power(sin(radians((b.id - a.id) / 2.0)), 2))) as km from accounts a join accounts b on b.id = a.id + 1 limit 5
--- ops-table-sizes
select n.nspname, c.relname, pg_size_pretty(pg_total_relation_size(c.oid)) as total, pg_size_pretty(pg_indexes_size(c.oid)) as indexes, c.reltuples::bigint from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema') order by pg_total_relation_size(c.oid) desc limit 20
--- ops-database-size
select datname, pg_size_pretty(pg_database_size(datname)) from pg_database where datname = current_database()
--- ops-unused-indexes
select s.schemaname, s.relname, s.indexrelname, s.idx_scan, pg_size_pretty(pg_relation_size(s.indexrelid)) from pg_stat_user_indexes s join pg_index i on i.indexrelid = s.indexrelid where s.idx_scan = 0 and not i.indisunique order by pg_relation_size(s.indexrelid) desc
--- ops-duplicate-indexes
select pg_size_pretty(sum(pg_relation_size(idx))::bigint) as size, (array_agg(idx))[1] as idx1, (array_agg(idx))[2] as idx2 from (select indexrelid::regclass as idx, (indrelid::text || E'\n' || indclass::text || E'\n' || indkey::text || E'\n' || coalesce(indexprs::text, '') || E'\n' || coalesce(indpred::text, '')) as key from pg_index) sub group by key having count(*) > 1 order by sum(pg_relation_size(idx)) desc
--- ops-missing-fk-indexes
select c.conrelid::regclass as "table", string_agg(a.attname, ', ') as columns, c.conname from pg_constraint c cross join lateral unnest(c.conkey) with ordinality as x(attnum, n) join pg_attribute a on a.attnum = x.attnum and a.attrelid = c.conrelid where c.contype = 'f' and not exists (select 1 from pg_index i where i.indrelid = c.conrelid and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] operator(pg_catalog.@>) c.conkey) group by c.conrelid, c.conname
--- ops-cache-hit-rate
select sum(heap_blks_hit) / nullif(sum(heap_blks_hit) + sum(heap_blks_read), 0) as ratio from pg_statio_user_tables
--- ops-dead-rows
select schemaname, relname, n_live_tup, n_dead_tup, round(100.0 * n_dead_tup / nullif(n_live_tup + n_dead_tup, 0), 1) as percent, last_autovacuum, last_analyze from pg_stat_user_tables order by n_dead_tup desc limit 20
--- ops-seq-scans
select relname, seq_scan, idx_scan, seq_tup_read / nullif(seq_scan, 0) as rows_per_scan from pg_stat_user_tables order by seq_tup_read desc limit 10
--- ops-wraparound
select c.oid::regclass, greatest(age(c.relfrozenxid), age(t.relfrozenxid)) as age, pg_size_pretty(pg_table_size(c.oid)) from pg_class c left join pg_class t on c.reltoastrelid = t.oid where c.relkind = 'r' order by 2 desc limit 10
--- ops-wraparound-of-databases
select datname, age(datfrozenxid), current_setting('autovacuum_freeze_max_age') from pg_database order by 2 desc
--- ops-locks
select count(*), max(l.relation::regclass::text), count(*) filter (where not l.granted), max(cardinality(pg_blocking_pids(l.pid))) from pg_locks l where l.relation is not null
--- ops-settings-changed
select name, setting, unit, source, short_desc from pg_settings where context = 'postmaster' and setting is distinct from boot_val order by name
--- ops-replication-lag
select pg_is_in_recovery(), case when pg_is_in_recovery() then extract(epoch from now() - pg_last_xact_replay_timestamp()) end as lag_seconds
--- ops-bloat-estimate
select schemaname, tablename, round(case when otta = 0 then 0 else relpages / otta::numeric end, 1) as tbloat from (select s.schemaname, s.tablename, c.relpages, ceil(c.reltuples * (sum((1 - s.null_frac) * s.avg_width) + 24) / (current_setting('block_size')::numeric - 20)) as otta from pg_stats s join pg_class c on c.relname = s.tablename join pg_namespace n on n.oid = c.relnamespace and n.nspname = s.schemaname group by 1, 2, 3, c.reltuples) b order by 3 desc nulls last limit 20
--- ops-column-statistics
select tablename, attname, null_frac, n_distinct, most_common_vals, most_common_freqs, correlation from pg_stats where schemaname = 'shop' order by 1, 2
--- ops-columns
select table_schema, table_name, column_name, data_type, is_nullable, column_default from information_schema.columns where table_schema = 'shop' order by 2, ordinal_position
--- ops-columns-by-catalog
select a.attnum, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull, pg_get_expr(d.adbin, d.adrelid) as default_value, col_description(a.attrelid, a.attnum) from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attrelid = 'shop.users'::regclass and a.attnum > 0 and not a.attisdropped order by 1
--- ops-primary-keys
select tc.table_name, kcu.column_name from information_schema.table_constraints tc join information_schema.key_column_usage kcu using (constraint_schema, constraint_name) where tc.constraint_type = 'PRIMARY KEY'
--- ops-foreign-keys
select conrelid::regclass as "from", confrelid::regclass as "to", pg_get_constraintdef(oid) from pg_constraint where contype = 'f' order by 1, 2
--- ops-view-definitions
select schemaname, viewname, pg_get_viewdef((quote_ident(schemaname) || '.' || quote_ident(viewname))::regclass, true) from pg_views where schemaname = 'shop'
--- ops-indexes
select tablename, indexname, indexdef from pg_indexes where schemaname = 'shop' order by 1, 2
--- ops-functions
select n.nspname, p.proname, pg_get_function_arguments(p.oid), l.lanname from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang where n.nspname = 'app' order by 2
--- ops-triggers
select tgrelid::regclass, tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
--- ops-sequences
select schemaname, sequencename, last_value, max_value, round(100.0 * last_value / max_value, 4) as used from pg_sequences order by 5 desc nulls last
--- ops-extensions
select e.extname, e.extversion, a.default_version, a.comment from pg_extension e left join pg_available_extensions a on a.name = e.extname order by 1
--- ops-roles
select r.rolname, r.rolsuper, r.rolcanlogin, array(select b.rolname from pg_auth_members m join pg_roles b on m.roleid = b.oid where m.member = r.oid) as member_of from pg_roles r where r.rolname !~ '^pg_' order by 1
--- ops-grants
select grantee, table_schema, table_name, string_agg(privilege_type, ', ' order by privilege_type) from information_schema.role_table_grants where table_schema = 'shop' group by 1, 2, 3 order by 3
--- ops-partitions
select inhparent::regclass as parent, inhrelid::regclass as child, pg_get_expr(c.relpartbound, c.oid) from pg_inherits join pg_class c on c.oid = inhrelid order by 1, 2 limit 20
--- ops-dependent-views
select distinct dependent.oid::regclass as view, source.oid::regclass as source from pg_depend d join pg_rewrite r on d.objid = r.oid join pg_class dependent on r.ev_class = dependent.oid join pg_class source on d.refobjid = source.oid where source.relnamespace = 'shop'::regnamespace and source.oid <> dependent.oid
--- ops-checkpoints
select * from pg_stat_bgwriter
--- ops-io | 16
select sum(reads) as reads, sum(writes) as writes, sum(extends) as extends, count(distinct backend_type) from pg_stat_io
--- ops-database-statistics
select datname, numbackends, xact_commit, xact_rollback, blks_hit, blks_read, temp_files, temp_bytes, deadlocks, conflicts from pg_stat_database order by 1
--- ops-progress
select p.pid, p.phase, p.heap_blks_scanned from pg_stat_progress_vacuum p
--- ops-slots
select slot_name, slot_type, active, restart_lsn from pg_replication_slots
--- ops-version
select version(), current_setting('server_version_num')::int, pg_postmaster_start_time(), now() - pg_postmaster_start_time() as uptime
--- ops-tables-without-primary-key
select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname = 'shop' and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')
--- ops-invalid-indexes
select indexrelid::regclass, indrelid::regclass from pg_index where not indisvalid
--- ops-fill-of-integer-keys
select attrelid::regclass, attname, format_type(atttypid, null) from pg_attribute join pg_class on pg_class.oid = attrelid where atttypid = 'int4'::regtype and attnum = 1 and relkind = 'r' and relnamespace = 'shop'::regnamespace
--- ops-comments
select c.relname, obj_description(c.oid), shobj_description(d.oid, 'pg_database') from pg_class c, pg_database d where d.datname = current_database() and c.relnamespace = 'shop'::regnamespace
--- ops-enum-values
select t.typname, string_agg(e.enumlabel, ', ' order by e.enumsortorder) from pg_type t join pg_enum e on e.enumtypid = t.oid group by 1
--- pgbench-select
select abalance from (select id as aid, arr as abalance from accounts) pgbench_accounts where aid = 17
--- pgbench-of-all
select sum(mrr), count(*) from subscriptions where account_id between 10 and 20 or plan in ('pro', 'team')
--- decision-returns-above-average
with returns as (select u.id as customer, o.channel as store, sum(o.total) as returned from orders o join users u on u.id = o.user_id where o.status = 'refunded' and extract(year from o.ordered_at) = 2024 group by 1, 2) select u.email from returns r join users u on u.id = r.customer where r.returned > (select avg(returned) * 1.2 from returns x where x.store = r.store) order by 1 limit 100
--- decision-weeks-compared
with w as (select date_trunc('week', ordered_at)::date as week, sum(total) filter (where extract(isodow from ordered_at) = 1) as monday, sum(total) filter (where extract(isodow from ordered_at) = 2) as tuesday, sum(total) filter (where extract(isodow from ordered_at) = 3) as wednesday from orders group by 1) select a.week, round(a.monday / b.monday, 2) as mondays, round(a.tuesday / b.tuesday, 2) as tuesdays from w a join w b on b.week = a.week - 7 order by 1
--- decision-three-channels-growth
with y as (select u.id, u.name, o.channel, extract(year from o.ordered_at) as year, sum(o.total) as total from users u join orders o on o.user_id = u.id group by 1, 2, 3, 4) select s2.id, s2.name from y s1 join y s2 on s1.id = s2.id and s1.channel = 'store' and s2.channel = 'store' and s1.year = 2024 and s2.year = 2024 join y w1 on w1.id = s1.id and w1.channel = 'web' and w1.year = 2024 where s1.total > 0 and case when w1.total > 0 then s2.total / w1.total end > 1 order by 1
--- decision-sales-and-returns-united
with x as (select channel as name, total as sales, 0::numeric as returned, total * 0.2 as profit from orders where status <> 'refunded' union all select channel, 0, total, -total * 0.2 from orders where status = 'refunded') select coalesce(name, 'all') as name, sum(sales), sum(returned), sum(profit) from x group by rollup (name) order by 1 nulls last
--- decision-buckets-by-case
select case when (select count(*) from orders where total between 20 and 40) > 50 then (select avg(total) from orders where total between 20 and 40) else (select avg(shipping) from orders where total between 20 and 40) end as bucket_1, case when (select count(*) from orders where total between 41 and 60) > 50 then (select avg(total) from orders where total between 41 and 60) else (select avg(shipping) from orders where total between 41 and 60) end as bucket_2
--- decision-in-all-channels
select count(*) from (select user_id from orders where channel = 'web' intersect select user_id from orders where channel = 'store' intersect select user_id from orders where channel = 'phone') hot
--- decision-only-in-one
select count(*) from ((select distinct user_id, ordered_at::date from orders where channel = 'web') except (select distinct user_id, ordered_at::date from orders where channel = 'store') except (select distinct user_id, ordered_at::date from orders where channel = 'phone')) cool
--- decision-exists-or-exists
select u.country, u.plan, count(*) as n from users u where exists (select * from orders o where o.user_id = u.id and o.channel = 'store') and (exists (select * from orders o where o.user_id = u.id and o.channel = 'web') or exists (select * from orders o where o.user_id = u.id and o.channel = 'phone')) group by u.country, u.plan order by 1, 2 limit 100
--- decision-rank-within-rollup
select sum(o.total) as revenue, p.category, p.name, grouping(p.category) + grouping(p.name) as depth, rank() over (partition by grouping(p.category) + grouping(p.name), case when grouping(p.name) = 0 then p.category end order by sum(o.total) desc) as place from orders o join order_items i on i.order_id = o.id join products p on p.id = i.product_id group by rollup (p.category, p.name) order by 4 desc, case when grouping(p.category) + grouping(p.name) = 0 then p.category end, 5 limit 100
--- decision-inventory-before-and-after
select warehouse, product_id, sum(case when counted_on < date '2024-06-15' then on_hand else 0 end) as before, sum(case when counted_on >= date '2024-06-15' then on_hand else 0 end) as after from inventory group by 1, 2 having (case when sum(case when counted_on < date '2024-06-15' then on_hand else 0 end) > 0 then sum(case when counted_on >= date '2024-06-15' then on_hand else 0 end)::numeric / sum(case when counted_on < date '2024-06-15' then on_hand else 0 end) end) between 2.0 / 3.0 and 3.0 / 2.0 order by 1, 2
--- decision-deviation
select warehouse, product_id, stddev_samp(on_hand) / nullif(avg(on_hand), 0) as cov from inventory group by grouping sets ((warehouse), (warehouse, product_id)) order by 1, 2
--- decision-ratio-to-category
select p.sku, p.category, sum(i.quantity * i.unit_price) as revenue, sum(i.quantity * i.unit_price) * 100 / sum(sum(i.quantity * i.unit_price)) over (partition by p.category) as ratio from order_items i join products p on p.id = i.product_id where p.category in ('books', 'toys') group by p.sku, p.category order by 2, 1
--- decision-shipping-lags
select channel, sum(case when shipping <= 2 then 1 else 0 end) as "2 days", sum(case when shipping > 2 and shipping <= 5 then 1 else 0 end) as "5 days", sum(case when shipping > 5 then 1 else 0 end) as ">5 days" from orders group by channel order by channel limit 100
--- decision-best-and-worst
select best.n, b.name as best_performing, w.name as worst_performing from (select product_id, rank() over (order by avg(unit_price) desc, product_id) as n from order_items group by 1) best join (select product_id, rank() over (order by avg(unit_price), product_id) as n from order_items group by 1) worst on best.n = worst.n join products b on b.id = best.product_id join products w on w.id = worst.product_id where best.n < 11 order by 1
--- decision-half-hours
select * from (select count(*) as h8 from events where extract(hour from occurred_at) = 8 and extract(minute from occurred_at) >= 30) a, (select count(*) as h9 from events where extract(hour from occurred_at) = 9 and extract(minute from occurred_at) < 30) b, (select count(*) as h10 from events where extract(hour from occurred_at) = 10) c
--- decision-above-monthly-average
select * from (select p.category, p.name, extract(month from o.ordered_at) as month, sum(i.quantity) as n, avg(sum(i.quantity)) over (partition by p.category, p.name) as average from order_items i join orders o on o.id = i.order_id join products p on p.id = i.product_id group by 1, 2, 3) t where case when average <> 0 then abs(n - average) / average end > 0.1 order by n - average, 2, 3 limit 100
--- decision-running-totals-full-join
with web as (select user_id, ordered_at::date as day, sum(sum(total)) over (partition by user_id order by ordered_at::date rows between unbounded preceding and current row) as cume from orders where channel = 'web' group by 1, 2), store as (select user_id, ordered_at::date as day, sum(sum(total)) over (partition by user_id order by ordered_at::date rows between unbounded preceding and current row) as cume from orders where channel = 'store' group by 1, 2) select * from (select user_id, day, max(web_cume) over (partition by user_id order by day) as web, max(store_cume) over (partition by user_id order by day) as store from (select coalesce(w.user_id, s.user_id) as user_id, coalesce(w.day, s.day) as day, w.cume as web_cume, s.cume as store_cume from web w full outer join store s on w.user_id = s.user_id and w.day = s.day) x) y where web > store order by 1, 2 limit 100
--- decision-conditions-in-ors
select avg(i.quantity), avg(i.unit_price), sum(o.shipping) from order_items i join orders o on o.id = i.order_id join users u on u.id = o.user_id where ((u.plan = 'pro' and u.country = 'FR' and i.unit_price between 9 and 11) or (u.plan = 'free' and u.country = 'DE' and i.unit_price between 10 and 12) or (u.plan = 'team' and u.country = 'US' and i.unit_price between 9 and 10)) and ((o.channel in ('web', 'store') and o.total between 20 and 60) or (o.channel = 'phone' and o.total > 50))
--- decision-one-month-each
with s as (select date_trunc('month', ordered_at)::date as month, channel, sum(total) as t from orders group by 1, 2) select channel, sum(t) filter (where month = '2024-01-01') as jan, sum(t) filter (where month = '2024-02-01') as feb, sum(t) filter (where month = '2024-03-01') as mar, sum(t) filter (where month = '2024-04-01') as apr, sum(t) filter (where month = '2024-05-01') as may, sum(t) filter (where month = '2024-06-01') as jun from s group by channel
--- recursive-calendar
with recursive c(d) as (values (date '2024-01-01') union all select d + 1 from c where d < '2024-01-31') select d, to_char(d, 'Dy') from c
--- recursive-graph
with recursive edges(a, b) as (values (1, 2), (2, 3), (3, 1), (3, 4)), walk as (select a, b, array[a, b] as path, false as is_cycle from edges where a = 1 union all select w.a, e.b, path || e.b, e.b = any (path) from walk w join edges e on e.a = w.b where not is_cycle) select * from walk
--- recursive-split
with recursive s(rest, part) as (select 'a,b,c' || ',', null union all select substr(rest, strpos(rest, ',') + 1), split_part(rest, ',', 1) from s where rest <> '') select part from s where part is not null
--- text-slug
select trim(both '-' from regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g')) as slug, initcap(name), length(name), reverse(name), left(name, 3), translate(name, 'abc', 'xyz') from accounts limit 5
--- text-mask
select overlay(email placing '***' from 2 for 3), regexp_replace(email, '(?<=.).(?=[^@]*@)', '*', 'g') from users limit 5
--- text-csv
select string_agg(concat_ws(',', id, quote_nullable(name), region), E'\n' order by id) from accounts where id < 5
--- text-words
select word, count(*) from tickets, regexp_split_to_table(lower(body), '\W+') word where word <> '' group by 1 order by 2 desc, 1 limit 10
--- text-numbers-in-text
select (regexp_match(number, '(\d+)$'))[1]::int as n, regexp_count(number, '0') from invoices limit 5
--- casts-and-nulls
select coalesce(null, 'x'), nullif('', ''), '12'::int + '3.5'::numeric, true and null, 1 is distinct from null, greatest(1, null, 3), 'now'::timestamptz is not null, cast('2024-02-29' as date) + 1, interval '1 month' * 2, 'f'::boolean
--- intervals
select date '2024-01-31' + interval '1 month', age(date '2024-03-01', '2023-12-31'), extract(epoch from interval '90 minutes') / 3600, justify_days(interval '40 days'), to_timestamp(1700000000), date_part('week', date '2024-12-30'), make_interval(days => 3), (timestamp '2024-01-01', interval '3 days') overlaps (timestamp '2024-01-02', interval '1 day')
--- any-value | 16
select country, any_value(name) from users group by country
--- json-table | 17
select e.id, t.* from events e, json_table(e.properties, '$.items[*]' columns (n for ordinality, sku text path '$.sku', count int path '$.n')) t limit 10
--- json-arrayagg | 16
select region, json_arrayagg(name order by name) as names, json_objectagg(name: arr) from accounts group by region
--- merge-of-two-lists
select coalesce(a.id, b.id) as id, a.v as old, b.v as new, case when a.id is null then 'added' when b.id is null then 'removed' when a.v is distinct from b.v then 'changed' else 'same' end as state from (values (1, 'a'), (2, 'b')) a(id, v) full join (values (2, 'c'), (3, 'd')) b(id, v) using (id) order by 1
--- sample-of-rows
select * from events tablesample bernoulli (10) repeatable (42) where id < 0
--- table-command
table rates limit 3
--- deep-filter-list
select count(*) from users where country in ('FR', 'DE', 'IT', 'ES', 'PT', 'NL', 'BE', 'LU', 'AT', 'CH') and plan = any ('{pro,team}') and created_at::date between '2024-01-01' and '2024-12-31' and (referrer is null or referrer not like 'bot%')
--- cohort-revenue-per-user
with c as (select id, date_trunc('month', created_at)::date as cohort from users) select c.cohort, count(distinct c.id) as users, sum(o.total) / count(distinct c.id) as per_user from c left join orders o on o.user_id = c.id group by 1 order by 1
--- cohort-time-to-first-order
select date_trunc('month', u.created_at)::date as cohort, percentile_cont(0.5) within group (order by f.first - u.created_at) filter (where f.first > u.created_at) as median from users u join (select user_id, min(ordered_at) as first from orders group by 1) f on f.user_id = u.id group by 1 order by 1
--- cohort-power-users
select days, count(*) as users from (select user_id, count(distinct occurred_at::date) as days from events where occurred_at >= '2024-06-01' and occurred_at < '2024-07-01' group by 1) d group by 1 order by 1
--- sales-pipeline-by-owner
select owner_id, count(*) as accounts, sum(arr) as arr, sum(arr) filter (where created_at > '2024-06-01') as new_arr, string_agg(distinct industry, ', ' order by industry) as industries from accounts group by owner_id order by arr desc
--- sales-quota
with q(owner_id, quota) as (values (0, 100000), (1, 120000), (2, 90000)) select q.owner_id, q.quota, sum(a.arr), sum(a.arr) / q.quota as attainment from q left join accounts a using (owner_id) group by 1, 2 order by 4 desc
--- sales-largest-gap-between-deals
select max(gap) from (select created_at - lag(created_at) over (order by created_at) as gap from accounts) g
--- finance-deferred-revenue
select m::date as month, round(sum(i.amount / 12), 2) as recognised from invoices i cross join lateral generate_series(date_trunc('month', i.issued_on), date_trunc('month', i.issued_on) + interval '11 months', interval '1 month') m group by 1 order by 1
--- finance-days-sales-outstanding
select sum(amount) filter (where paid_on is null) / nullif(sum(amount), 0) * 365 as dso from invoices where issued_on >= '2024-01-01'
--- finance-rounding-of-shares
with s as (select id, amount, floor(amount / sum(amount) over () * 10000) as cents, amount / sum(amount) over () * 10000 % 1 as rest from invoices where id <= 20), r as (select *, row_number() over (order by rest desc, id) as n, 10000 - sum(cents) over () as missing from s) select id, cents + (n <= missing)::int as cents from r order by id
--- finance-exchange-rate-changes
select currency, day, rate, (rate / lag(rate, 30) over (partition by currency order by day) - 1)::numeric(8, 5) as in_thirty_days from rates where day between '2024-02-01' and '2024-03-01' order by 1, 2
--- support-first-agent-per-account
select distinct on (account_id) account_id, agent_id, opened_at from tickets order by account_id, opened_at
--- support-reopened-within-a-week
select count(*) from tickets a where exists (select from tickets b where b.account_id = a.account_id and b.opened_at > a.closed_at and b.opened_at < a.closed_at + interval '7 days')
--- support-load-by-agent-and-hour
select agent_id, array_agg(n order by hour) as by_hour from (select agent_id, extract(hour from opened_at)::int as hour, count(*) as n from tickets group by 1, 2) h group by 1 order by 1
--- product-feature-adoption
select name, count(distinct user_id)::numeric / (select count(*) from users where is_active) as adoption, count(*)::numeric / nullif(count(distinct user_id), 0) as times_each from events group by name order by 2 desc
--- product-first-and-last-event-names
select user_id, (array_agg(name order by occurred_at))[1] as first, (array_agg(name order by occurred_at desc))[1] as last, count(distinct name) as kinds from events group by user_id order by user_id limit 20
--- product-slowest-pages
select split_part(url, '?', 1) as page, percentile_disc(0.95) within group (order by duration_ms) as p95, max(duration_ms) as worst from events group by 1 order by 2 desc
--- product-apdex
select (count(*) filter (where duration_ms < 500) + count(*) filter (where duration_ms >= 500 and duration_ms < 2000) / 2.0) / count(*) as apdex from events
--- product-same-session-checkout
select count(distinct s.session_id) from events s join events c on c.session_id = s.session_id and c.name = 'checkout' and s.name = 'signup'
--- lists-for-a-mailing
select u.email, u.name, coalesce(u.properties ->> 'language', 'en') as language from users u where u.is_active and u.plan <> 'free' and not exists (select from tickets t where t.account_id = u.account_id and t.status = 'open') order by u.email limit 50
--- lists-with-numbers-of-rows
select row_number() over () as "#", name, to_char(created_at, 'DD.MM.YYYY') as "Created on", arr::money as "ARR" from accounts order by name limit 10
--- lists-of-two-columns-of-months
select to_char(m, 'FMMonth YYYY') as month, (select count(*) from accounts a where date_trunc('month', a.created_at) = m) as accounts, (select count(*) from users u where date_trunc('month', u.created_at) = m) as users from generate_series(timestamptz '2024-01-01', '2024-12-01', '1 month') m
--- what-if-with-values
with assumptions as (select 0.05 as churn, 20 as new_each_month, 30.0 as price), months as (select generate_series(0, 11) as n) select n, round((price * (100 * power(1 - churn, n) + new_each_month * (1 - power(1 - churn, n)) / churn))::numeric, 2) as mrr from months, assumptions order by n
--- longest-increasing-streak
with d as (select ordered_at::date as day, sum(total) as revenue from orders group by 1), c as (select day, revenue > lag(revenue) over (order by day) as up from d), g as (select *, count(*) filter (where not coalesce(up, false)) over (order by day) as grp from c) select max(n) from (select count(*) filter (where up) as n from g group by grp) s
--- nearest-neighbours-in-numbers
select a.id, n.id, abs(a.arr - n.arr) as difference from accounts a cross join lateral (select id, arr from accounts b where b.id <> a.id order by abs(b.arr - a.arr), b.id limit 2) n order by 1, 2 limit 20
--- ops-largest-toast
select c.oid::regclass, pg_size_pretty(pg_relation_size(c.reltoastrelid)) from pg_class c where c.reltoastrelid <> 0 order by pg_relation_size(c.reltoastrelid) desc limit 5
--- ops-statistics-targets
select attrelid::regclass, attname, attstattarget from pg_attribute where attstattarget > 0
--- ops-tablespaces
select spcname, pg_size_pretty(pg_tablespace_size(oid)), pg_tablespace_location(oid) from pg_tablespace where spcname = 'pg_default'
--- ops-index-use-by-table
select relname, 100 * idx_scan / nullif(seq_scan + idx_scan, 0) as percent_of_index_scans, n_live_tup from pg_stat_user_tables where seq_scan + idx_scan > 0 order by n_live_tup desc limit 20
