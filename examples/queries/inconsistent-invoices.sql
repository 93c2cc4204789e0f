/*---
title: Invoices that cannot be right
description: Invoices that contradict themselves or their subscription. Should be empty; what is listed goes to a customer wrong.
tags: [finance, checks]
source: sample
key: [invoice_number, reason]
alerts:
  inconsistent-invoices:
    every: 1 minute
    remind: 24 hours
    to: [slack:#checks, mail:ada.admin@example.com]
    note: Stop the invoice before it is sent again, then mend it.
---*/
select i.invoice_number, found.reason, a.customer_number, a.name as customer, i.month, i.amount, s.monthly_price, i.issued_on, i.due_on
from (select *, row_number() over (partition by subscription_id, month order by id) as nr from invoices) as i
join subscriptions s on s.id = i.subscription_id
join accounts a on a.id = i.account_id
cross join lateral (
  select 'less than the price of the subscription' as reason where i.amount < s.monthly_price
  union all select 'billed to another account than the subscription''s' where i.account_id <> s.account_id
  union all select 'due before it was sent' where i.due_on < i.issued_on
  union all select 'paid before it was sent' where (i.paid_at at time zone 'UTC')::date < i.issued_on
  union all select 'second invoice of the month' where i.nr > 1
) as found
order by i.invoice_number, found.reason
