/*---
title: Many sign-ups from one address
description: Internet addresses from which suspiciously many accounts were made, with how long it took. Usually somebody who wants free computers.
tags: [abuse, sign-ups]
source: sample
key: [address]
alerts:
  burst-of-sign-ups:
    values: { since: 7 days ago, at_least: 20 }
    every: 5 minutes
    to: [slack:#checks]
    note: Look at what these accounts run, and close them where nobody pays.
parameters:
  since: { type: date, label: Since, default: 30 days ago }
  at_least: { type: number, label: At least this many sign-ups, default: 5 }
columns:
  address: { leads: { query: accounts-from-address, parameter: address } }
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
