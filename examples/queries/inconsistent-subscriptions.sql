/*---
title: Subscriptions that cannot be right
description: Subscriptions that contradict themselves or their account. Should be empty; what is listed needs somebody to look.
tags: [finance, checks]
source: sample
key: [subscription, reason]
alerts:
  subscriptions-that-cannot-be-right:
    every: 1 minute
    to: [slack:#checks]
    note: Look at the subscription, and mend what is wrong in it.
---*/
select s.id as subscription, a.customer_number, a.name, found.reason, s.plan, s.status, s.monthly_price, s.started_on, s.ended_on
from subscriptions s
join accounts a on a.id = s.account_id
join plans p on p.plan = s.plan
cross join lateral (
  select 'ended before it started' as reason where s.ended_on < s.started_on
  union all select 'active, but has an end in the past' where s.status = 'active' and s.ended_on < current_date
  union all select 'active, but the account is closed' where s.status = 'active' and s.ended_on is null and a.closed_at < now()
  union all select 'price differs from the list price' where s.monthly_price <> p.monthly_price
  union all select 'second active subscription of the account' where s.status = 'active' and exists (
    select from subscriptions other
    where other.account_id = s.account_id and other.status = 'active' and other.ended_on is null and s.ended_on is null and other.id < s.id)
) as found
order by found.reason, s.id
