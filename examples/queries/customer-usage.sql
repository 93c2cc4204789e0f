/*---
title: Usage of one customer
description: What one customer's people did, day by day. Read it before you call them.
tags: [sales, customer success]
source: sample
parameters:
  customer: { type: choice, label: Customer, choices: { query: customer-list } }
  since: { type: date, label: Since, default: 3 months ago }
---*/
select e.occurred_at::date as day,
  count(*) filter (where e.kind = 'log in') as log_ins,
  count(*) filter (where e.kind = 'metrics view') as metrics_views,
  count(*) filter (where e.kind = 'team invitation') as invitations,
  count(*) filter (where e.kind = 'support ticket') as support_tickets,
  max(e.occurred_at) as last_seen_at
from usage_events e
join accounts a on a.id = e.account_id
where a.customer_number = :customer and e.occurred_at >= :since
group by 1
order by 1
