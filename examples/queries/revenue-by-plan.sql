/*---
title: Recurring revenue by plan
description: How many customers pay for each plan today, and what they bring in a month.
tags: [revenue]
source: sample
columns:
  plan: { label: Plan }
  list_price: { label: List price, format: EUR }
  customers: { label: Customers, format: whole }
  monthly_revenue: { label: Monthly revenue, description: What the subscriptions of today bring in a month, format: EUR }
---*/
select p.title as plan, p.monthly_price as list_price, count(s.id) as customers, coalesce(sum(s.monthly_price), 0) as monthly_revenue
from plans p
left join subscriptions s on s.plan = p.plan and s.status = 'active' and s.ended_on is null
group by p.plan
order by monthly_revenue desc
