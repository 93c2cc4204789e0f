/*---
title: Stacks
description: The stacks that apps can run on, for choosing from a list.
tags: [lists]
source: sample
---*/
select stack as value,
  stack || case when supported_until < current_date then ' (no longer supported)' else '' end as label
from stacks
order by released_on
