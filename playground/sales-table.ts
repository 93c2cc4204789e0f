// The sheet table of the playground: the tab of the salespeople, which the server reads at each run.
import type { FirstTable } from '../server/catalog/sheet-tables/first-tables.ts';
import { persons } from './identity.ts';
import { SALES_ID, SALES_NAME, SALES_TAB } from './sales-ids.ts';

/** As an author of the company would have made it in the sidebar. */
export function salesTable(): FirstTable {
  const [, author] = persons;
  if (author === undefined) throw new Error('the playground has no author');
  return {
    publisher: author,
    table: {
      ...{ name: 'onboarding', title: 'Onboarding', usedBy: null },
      ...{ badRows: 'fail', readBy: 'server' },
      columns: [
        { name: 'customer', header: 'Customer', type: 'text' },
        { name: 'salesperson', header: 'Salesperson', type: 'text' },
        { name: 'seats', header: 'Seats', type: 'number' },
        { name: 'go_live', header: 'Go-live', type: 'date' },
        { name: 'confidence', header: 'Confidence', type: 'number' },
      ],
      place: {
        spreadsheet: { id: SALES_ID, name: SALES_NAME },
        ...{ tab: SALES_TAB, tabId: 0, range: 'A1:ZZZ' },
      },
    },
  };
}
