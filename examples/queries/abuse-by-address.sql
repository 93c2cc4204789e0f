/*---
title: Many sign-ups from one address
description: Internet addresses from which suspiciously many accounts were made, with how long it took. Usually somebody who wants free computers.
tags: [abuse, sign-ups]
source: sample
parameters:
  since: { type: date, label: Since, default: 30 days ago }
  at_least: { type: number, label: At least this many sign-ups, default: 5 }
---*/
select host(signup_address) as address,
  count(*) as sign_ups,
  count(*) filter (where is_verified) as confirmed,
  min(created_at) as first_at,
  max(created_at) as last_at,
  max(created_at) - min(created_at) as took
from accounts
where created_at >= :since
group by signup_address
having count(*) >= :at_least
order by sign_ups desc
