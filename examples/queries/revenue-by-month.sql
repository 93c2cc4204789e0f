/*---
title: Revenue by month
description: What was billed for each month, what has been paid of it, and what is still open. In euros.
tags: [revenue, finance]
source: sample
parameters:
  since: { type: date, label: Since, default: start of last year }
columns:
  month: { label: Month }
  billed: { label: Billed, format: EUR }
  paid: { label: Paid, description: Of what was billed for the month, format: EUR }
  open: { label: Still open, format: EUR }
chart: { kind: line, x: month, y: [billed, paid] }
---*/
select month, count(*) as invoices, count(distinct account_id) as customers,
  sum(amount) as billed,
  coalesce(sum(amount) filter (where paid_at is not null), 0) as paid,
  coalesce(sum(amount) filter (where paid_at is null), 0) as open
from invoices
where month >= :since
group by month
order by month
