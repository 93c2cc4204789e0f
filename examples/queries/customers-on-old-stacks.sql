/*---
title: Customers on old stacks
description: Whom to write to before a stack goes out of support, with how many apps they still have on it. Ready for a mail merge.
tags: [campaigns, stacks]
source: sample
formerly: [old-stack-campaign]
parameters:
  stacks: { type: choice, list: true, label: Stacks, choices: { query: stack-list }, default: [tide-18, tide-20] }
  only_newsletter: { type: boolean, label: Only those who take the newsletter, default: false }
---*/
select a.customer_number, a.name, a.contact_name, a.email, a.preferences ->> 'language' as language,
  count(*) as apps,
  string_agg(p.name, ', ' order by p.name) as app_names,
  min(s.supported_until) as supported_until
from apps p
join accounts a on a.id = p.account_id
join stacks s on s.stack = p.stack
where p.stack = any(:stacks)
  and a.closed_at is null
  and a.is_verified
  and ((a.preferences ->> 'newsletter')::boolean or not :only_newsletter)
group by a.id
order by apps desc, a.customer_number
