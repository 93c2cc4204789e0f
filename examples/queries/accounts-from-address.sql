/*---
title: Accounts from one address
description: Every account that was made from one internet address, to close them or to clear them.
tags: [abuse]
source: sample
parameters:
  address: { type: text, label: Internet address, default: 203.0.113.77 }
---*/
select a.customer_number, a.name, a.email, a.is_verified, a.created_at as signed_up_at, count(p.id) as apps
from accounts a
left join apps p on p.account_id = a.id
where a.signup_address = :address
group by a.id
order by a.created_at
