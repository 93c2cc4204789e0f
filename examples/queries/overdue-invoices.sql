/*---
title: Overdue invoices
description: Bills that should have been paid by now, with whom to remind. The oldest first.
tags: [finance]
source: sample
parameters:
  days: { type: number, label: Overdue by at least (days), default: 7 }
  country: { type: text, label: Country (two letters), optional: true }
---*/
select i.invoice_number, a.customer_number, a.name, a.contact_name, a.email, a.country,
  i.amount, i.due_on, current_date - i.due_on as days_overdue
from invoices i
join accounts a on a.id = i.account_id
where i.paid_at is null
  and current_date - i.due_on >= :days
  and (a.country = upper(:country) or :country is null)
order by i.due_on, i.invoice_number
