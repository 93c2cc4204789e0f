/*---
title: Sign-ups by month
description: How many companies signed up each month, and how many of them confirmed their e-mail address. For the growth review.
tags: [growth, sign-ups]
source: sample
formerly: [accounts-by-month]
parameters:
  since: { type: date, label: Since, default: start of last year }
variations:
  accounts: [created_at, country, industry, origin]
---*/
select date_trunc('month', created_at)::date as month,
  count(*) as sign_ups,
  count(*) filter (where is_verified) as confirmed,
  round(100.0 * count(*) filter (where is_verified) / count(*), 1) as confirmed_percent
from accounts
where created_at >= :since
group by 1
order by 1
