// What breaks a row of the sample company, for whoever wants to see an alert of it fire, and what mends it.

/** The latest invoice gets a wrong sum; the same once more, and it is right again. */
export const BROKEN_ROW =
  'update invoices set amount = -amount where id = (select max(id) from invoices)';
