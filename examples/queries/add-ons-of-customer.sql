/*---
title: Add-ons of a customer
description: All add-ons that one customer's apps have today, app by app, since when, and what each costs in a month.
tags: [sales, support, add-ons]
source: sample
parameters:
  customer: { type: choice, label: Customer, choices: { query: customer-list } }
  only_current: { type: boolean, label: Only those in use today, default: true }
columns:
  monthly_price: { label: Monthly price, format: EUR }
---*/
select p.name as app, o.title as add_on, u.added_on, u.removed_on, o.monthly_price
from accounts a
join apps p on p.account_id = a.id
join app_add_ons u on u.app_id = p.id
join add_ons o on o.add_on = u.add_on
where a.customer_number = :customer
  and (u.removed_on is null or not :only_current)
order by p.name, o.title, u.added_on
