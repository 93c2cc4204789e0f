/*---
title: Sign-ups, one by one
description: Every company that signed up, with its country and where it came from. To count them as you like, press “The same, but …”.
tags: [growth, sign-ups]
source: sample
parameters:
  since: { type: date, label: Since, default: 6 months ago }
---*/
select name as company, country, origin, industry, is_verified as confirmed,
  created_at::date as signed_up_on
from accounts
where created_at >= :since
order by created_at, name
