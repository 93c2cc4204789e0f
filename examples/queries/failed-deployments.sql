/*---
title: Failed deployments
description: Deployments that did not go live, the latest first, so that support can offer help. Without a moment, those of the last seven days.
tags: [support, deployments]
source: sample
parameters:
  after: { type: timestamp, label: After, description: 'A day and time, such as 2026-11-20 18:00.', optional: true }
  region: { type: choice, list: true, label: Regions, choices: [eu, us, ap], default: [eu, us, ap] }
  at_most: { type: number, label: At most this many rows, default: 200 }
---*/
select d.created_at as started_at, a.customer_number, a.name as customer, p.name as app, p.stack, p.region,
  d.origin, d.duration_seconds, d.commit_id
from deployments d
join apps p on p.id = d.app_id
join accounts a on a.id = p.account_id
where d.status = 'failed'
  and d.created_at > coalesce(:after, now() - interval '7 days')
  and p.region = any(:region)
order by d.created_at desc
limit :at_most
