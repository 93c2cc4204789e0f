/*---
title: Apps by stack
description: How many apps run on each stack, and how long it will be supported.
tags: [stacks]
source: sample
---*/
select s.stack, s.released_on, s.supported_until, s.supported_until - current_date as days_left,
  count(p.id) as apps, count(distinct p.account_id) as customers,
  round(100.0 * count(p.id) / sum(count(p.id)) over (), 1) as percent_of_apps
from stacks s
left join apps p on p.stack = s.stack
group by s.stack
order by s.released_on
