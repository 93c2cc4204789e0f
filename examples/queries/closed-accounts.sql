/*---
title: Closed accounts
description: Customers who cancelled, the latest first, with what they paid at the end and how long they had stayed.
tags: [sales, customer success]
source: sample
parameters:
  since: { type: date, label: Closed since, default: 3 months ago }
columns:
  monthly_price: { label: Last monthly price, format: EUR }
---*/
select a.customer_number, a.name, a.contact_name, a.email, a.country, a.closed_at::date as closed_on,
  last.plan, last.monthly_price, a.closed_at::date - a.created_at::date as days_with_us
from accounts a
left join lateral (
  select plan, monthly_price from subscriptions
  where account_id = a.id order by started_on desc, id desc limit 1
) last on true
where a.closed_at >= :since and a.closed_at <= now()
order by a.closed_at desc, a.customer_number
