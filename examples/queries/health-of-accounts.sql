/*---
title: Health of new accounts
description: What sales know of each account that they brought in, from their sheet, beside what its people do. The score goes from 0 to 100; the ones to call come first.
tags: [sales, customer success]
source: sample
key: [customer]
---*/
select s.customer, a.name, s.salesperson, s.seats, s.go_live, coalesce(u.log_ins, 0) as log_ins,
  round(60 * least(1, coalesce(u.log_ins, 0) / greatest(s.seats, 1)) -- a log-in in 30 days for each seat
    + 2 * least(10, greatest(0, coalesce(s.confidence, 0)))
    + case when s.go_live <= current_date then 20 else 0 end, 1) as score
from sheet.onboarding s
join accounts a on a.customer_number = s.customer
left join (
  select account_id, count(*) as log_ins
  from usage_events where kind = 'log in' and occurred_at >= now() - interval '30 days' group by account_id
) u on u.account_id = a.id
order by score, s.customer
