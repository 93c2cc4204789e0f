/*---
title: Deployments by week
description: How many deployments came from the command line and how many from the deploy button, week by week. Shows whether the button is catching on.
tags: [product, deployments]
source: sample
parameters:
  since: { type: date, label: Since, default: 12 weeks ago }
---*/
select date_trunc('week', created_at)::date as week,
  count(*) filter (where origin = 'command line') as command_line,
  count(*) filter (where origin = 'button') as button,
  round(100.0 * count(*) filter (where origin = 'button') / count(*), 1) as button_percent
from deployments
-- Whole weeks only.
where date_trunc('week', created_at) >= :since and status = 'succeeded'
group by 1
order by 1
