/*---
title: Health of accounts
description: Paying customers with a score from 0 to 100, from log-ins, deployments, support tickets and unpaid bills of the last 30 days. The ones to call come first.
tags: [sales, customer success]
source: sample
parameters:
  plans: { type: choice, list: true, label: Plans, choices: [starter, team, business, enterprise], default: [team, business, enterprise] }
  at_most: { type: number, label: Show this many, default: 100 }
---*/
with log_ins as (
  select account_id, count(*) filter (where occurred_at >= now() - interval '30 days') as recent,
    count(*) filter (where occurred_at < now() - interval '30 days') / 3.0 as usual
  from usage_events where kind = 'log in' group by account_id
), tickets as (
  select account_id, count(*) as urgent
  from usage_events
  where kind = 'support ticket' and occurred_at >= now() - interval '30 days' and (details ->> 'urgent')::boolean
  group by account_id
), deployed as (
  select p.account_id, count(*) as recent
  from deployments d join apps p on p.id = d.app_id
  where d.created_at >= now() - interval '30 days' group by p.account_id
), unpaid as (
  select account_id, sum(amount) as amount from invoices where paid_at is null and due_on < current_date group by account_id
)
select a.customer_number, a.name, a.contact_name, s.plan, s.monthly_price,
  coalesce(l.recent, 0) as log_ins, round(coalesce(l.usual, 0), 1) as usual_log_ins, coalesce(d.recent, 0) as deployments,
  coalesce(t.urgent, 0) as urgent_tickets, coalesce(u.amount, 0) as unpaid,
  greatest(0, round(least(50, 50 * coalesce(l.recent, 0) / greatest(l.usual, 1)) + least(30, 10 * coalesce(d.recent, 0))
    + 20 - 10 * coalesce(t.urgent, 0) - case when u.amount > 0 then 20 else 0 end))::integer as score
from subscriptions s
join accounts a on a.id = s.account_id and a.closed_at is null
left join log_ins l on l.account_id = a.id
left join tickets t on t.account_id = a.id
left join deployed d on d.account_id = a.id
left join unpaid u on u.account_id = a.id
where s.status = 'active' and s.ended_on is null and s.plan = any(:plans)
order by score, s.monthly_price desc, a.customer_number
limit :at_most
