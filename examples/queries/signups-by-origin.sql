/*---
title: Sign-ups by origin
description: What brought people here - search, a friend, a partner, an advert - and how many of them became paying customers.
tags: [growth, sign-ups, marketing]
source: sample
parameters:
  since: { type: date, label: From, default: 3 months ago }
  until: { type: date, label: Up to and including, default: today }
  only_confirmed: { type: boolean, label: Only confirmed addresses, description: Leaves out accounts whose e-mail address was never confirmed., default: true }
---*/
select a.origin,
  count(*) as sign_ups,
  count(s.account_id) as paying,
  round(100.0 * count(s.account_id) / count(*), 1) as paying_percent
from accounts a
left join (select distinct account_id from subscriptions where status = 'active') s on s.account_id = a.id
where a.created_at >= :since
  and a.created_at < :until + 1
  and (a.is_verified or not :only_confirmed)
group by a.origin
order by sign_ups desc
