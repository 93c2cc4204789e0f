/*---
title: Add-ons that customers use
description: All add-ons that customers use today, in how many apps, since when, and what they cost in a month.
tags: [sales, support, add-ons]
source: sample
columns:
  monthly_price: { label: Monthly price, format: EUR }
---*/
select a.name as customer, a.customer_number, a.country, o.title as add_on,
  count(distinct p.id) as apps, min(u.added_on) as since, sum(o.monthly_price) as monthly_price
from app_add_ons u
join add_ons o on o.add_on = u.add_on
join apps p on p.id = u.app_id
join accounts a on a.id = p.account_id
where u.removed_on is null and a.closed_at is null
group by a.id, o.add_on
order by a.name, a.customer_number, o.title
