/*---
title: Health of accounts
description: Paying customers whose people logged in during the last 120 days, with a score from 0 to 100, from log-ins, deployments, urgent support tickets and unpaid bills. The ones to call come first.
tags: [sales, customer success]
source: sample
key: [customer_number]
parameters:
  plans: { type: choice, list: true, label: Plans, choices: [starter, team, business, enterprise], default: [team, business, enterprise] }
  at_most: { type: number, label: Show this many, default: 100 }
---*/
with seen as (
  select account_id, count(*) filter (where occurred_at >= now() - interval '30 days') as recent,
    count(*) filter (where occurred_at < now() - interval '30 days') / 3.0 as usual,
    current_date - max(occurred_at)::date as days_ago
  from usage_events where kind = 'log in' group by account_id
), tickets as (
  select account_id, count(*) as urgent
  from usage_events
  where kind = 'support ticket' and occurred_at >= now() - interval '30 days' and (details ->> 'urgent')::boolean
  group by account_id
), deployed as (
  select p.account_id, count(*) filter (where d.created_at >= now() - interval '30 days') as recent,
    current_date - max(d.created_at)::date as days_ago
  from deployments d join apps p on p.id = d.app_id group by p.account_id
), unpaid as (
  select account_id, sum(amount) as amount from invoices where paid_at is null and due_on < current_date group by account_id
)
select a.customer_number, a.name, a.contact_name, s.plan, s.monthly_price,
  l.recent as log_ins, round(l.usual, 1) as usual_log_ins, l.days_ago as last_log_in_days_ago,
  coalesce(d.recent, 0) as deployments, d.days_ago as last_deployment_days_ago,
  coalesce(t.urgent, 0) as urgent_tickets, coalesce(u.amount, 0) as unpaid,
  round(30 * least(1, l.recent / greatest(l.usual, 1)) -- as many log-ins as usual
    + 20 * (1 - least(120, l.days_ago) / 120.0)
    + 4 * least(5, coalesce(d.recent, 0))
    + 10 * (1 - least(730, coalesce(d.days_ago, 730)) / 730.0)
    + greatest(0, 10 - 5 * coalesce(t.urgent, 0))
    + 10 * s.monthly_price / (s.monthly_price + coalesce(u.amount, 0)), 1) as score
from subscriptions s
join accounts a on a.id = s.account_id and a.closed_at is null
join seen l on l.account_id = a.id
left join tickets t on t.account_id = a.id
left join deployed d on d.account_id = a.id
left join unpaid u on u.account_id = a.id
where s.status = 'active' and s.ended_on is null and s.plan = any(:plans)
order by score, s.monthly_price desc, a.customer_number
limit :at_most
