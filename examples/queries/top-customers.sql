/*---
title: Top customers
description: The customers who were billed most since a day, and how many apps they run.
tags: [sales, revenue]
source: sample
key: [customer_number]
parameters:
  since: { type: date, label: Billed since, default: 12 months ago }
  count: { type: number, label: How many, default: 25 }
---*/
select rank() over (order by sum(i.amount) desc) as rank, a.customer_number, a.name, a.industry, a.country,
  sum(i.amount) as billed, max(i.month) as last_month,
  (select count(*) from apps p where p.account_id = a.id) as apps
from invoices i
join accounts a on a.id = i.account_id
where i.month >= :since
group by a.id
order by billed desc, a.customer_number
limit :count
