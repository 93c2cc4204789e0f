/*---
title: Apps that cannot deploy
description: Apps whose last three deployments all failed, the latest within two weeks. Somebody is stuck, and support can offer help.
tags: [support, deployments, checks]
source: sample
key: [app]
alerts:
  apps-that-cannot-deploy:
    every: 5 minutes
    to: [slack:#checks]
    note: Write to the customer, and offer to look at the build together.
---*/
select p.name as app, a.customer_number, a.name as customer, p.stack, p.region, last.first_at as failing_since, last.last_at as last_failed_at
from apps p
join accounts a on a.id = p.account_id
cross join lateral (
  select count(*) filter (where status = 'failed') as failed, min(created_at) as first_at, max(created_at) as last_at
  from (select status, created_at from deployments where app_id = p.id order by created_at desc limit 3) as recent
) as last
where last.failed = 3 and last.last_at > now() - interval '14 days'
order by last.last_at desc
