/*---
title: New accounts
description: Who signed up lately, with the person to write to. Search by company, or look at one origin only.
tags: [sales, sign-ups]
source: sample
parameters:
  since: { type: date, label: Since, default: 7 days ago }
  search: { type: text, label: Company name contains, default: '' }
  origin: { type: choice, label: Origin, optional: true, choices: [search, referral, partner, conference, advert, direct] }
---*/
select a.customer_number, a.name, a.contact_name, a.email, a.country, a.industry, a.origin, a.created_at as signed_up_at,
  (a.preferences ->> 'team_size')::integer as team_size, a.preferences
from accounts a
where a.created_at >= :since
  and a.name ilike '%' || :search || '%'
  and (a.origin = :origin or :origin is null)
  and a.is_verified
order by a.created_at desc
