/*---
title: Add-ons in use
description: How many apps use each add-on, what it brings in a month, and how many were removed since a day.
tags: [revenue, add-ons]
source: sample
parameters:
  since: { type: date, label: Removed since, default: 3 months ago }
columns:
  add_on: { label: Add-on }
  monthly_price: { label: Monthly price, format: EUR }
  monthly_revenue: { label: Monthly revenue, format: EUR }
---*/
select o.title as add_on, o.monthly_price,
  count(u.id) filter (where u.removed_on is null) as in_use,
  o.monthly_price * count(u.id) filter (where u.removed_on is null) as monthly_revenue,
  count(u.id) filter (where u.added_on >= :since) as added,
  count(u.id) filter (where u.removed_on >= :since) as removed
from add_ons o
left join app_add_ons u on u.add_on = o.add_on
group by o.add_on
order by monthly_revenue desc
