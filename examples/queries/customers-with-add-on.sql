/*---
title: Customers who use an add-on
description: Which customers use an add-on today, in how many apps, since when, and what it brings in a month.
tags: [sales, add-ons]
source: sample
parameters:
  add_on: { type: choice, label: Add-on, choices: { query: add-on-list }, default: redis }
---*/
select a.customer_number, a.name, a.contact_name, a.email,
  count(*) as apps, min(u.added_on) as since, sum(o.monthly_price) as monthly_revenue
from app_add_ons u
join add_ons o on o.add_on = u.add_on
join apps p on p.id = u.app_id
join accounts a on a.id = p.account_id
where u.add_on = :add_on and u.removed_on is null and a.closed_at is null
group by a.id
order by apps desc, a.customer_number
