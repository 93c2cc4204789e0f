/*---
title: Paying customers
description: The customers with an active subscription and what they have done lately, for choosing from a list.
tags: [lists]
source: sample
---*/
select a.customer_number as value, a.name || ' (' || a.customer_number || ')' as label
from accounts a
where a.closed_at is null
  and exists (select from subscriptions s where s.account_id = a.id and s.status = 'active' and s.plan <> 'starter')
  and exists (select from usage_events e where e.account_id = a.id)
order by a.name, a.customer_number
limit 1000
