/*---
title: Support tickets
description: What customers asked for help with since the start of last month, with what they pay, so that the important ones are seen first.
tags: [support]
source: sample
parameters:
  since: { type: date, label: Since, default: start of last month }
  only_urgent: { type: boolean, label: Only urgent ones, default: false }
---*/
select e.occurred_at as asked_at, a.customer_number, a.name, e.details ->> 'subject' as subject,
  (e.details ->> 'urgent')::boolean as urgent, s.plan, s.monthly_price, e.details
from usage_events e
join accounts a on a.id = e.account_id
left join lateral (
  select plan, monthly_price from subscriptions
  where account_id = a.id and status = 'active' order by monthly_price desc limit 1
) s on true
where e.kind = 'support ticket'
  and e.occurred_at >= :since
  and ((e.details ->> 'urgent')::boolean or not :only_urgent)
order by s.monthly_price desc nulls last, e.occurred_at desc
