/*---
title: Add-ons
description: The add-ons that apps can have, for choosing from a list.
tags: [lists]
source: sample
---*/
select add_on as value, title as label
from add_ons
order by title
