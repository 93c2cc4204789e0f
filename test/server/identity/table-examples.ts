// The requests of the table of rights about sheet tables.
import type { Route } from '../../../domain/contract/routes.ts';
import { id, type Example } from './watching-examples.ts';

let made = 0;
export const tableContent = {
  place: { spreadsheet: { id: 's', name: 'S' }, tab: 'T', range: 'A1:B' },
  columns: [{ name: 'account', header: 'Account', type: 'text' }],
};

export const tableExamples = {
  'GET /api/sheet-tables': () => ({ path: '/api/sheet-tables' }),
  'POST /api/sheet-tables': () => ({
    path: '/api/sheet-tables',
    body: { name: `table_${++made}`, ...tableContent },
  }),
  'GET /api/sheet-tables/:name': () => ({ path: `/api/sheet-tables/${id}` }),
  'PUT /api/sheet-tables/:name': () => ({
    path: `/api/sheet-tables/${id}`,
    body: { title: 'Another' },
  }),
  'DELETE /api/sheet-tables/:name': () => ({ path: `/api/sheet-tables/${id}` }),
  'PUT /api/sheet-tables/:name/rows': () => ({
    path: `/api/sheet-tables/${id}/rows`,
    body: { headers: ['Account'], rows: [['Kiln']] },
  }),
} satisfies Partial<Record<Route, () => Example>>;

/** Those that are about one table. */
export const OWN_TABLE_ROUTES: readonly Route[] = [
  'GET /api/sheet-tables/:name',
  'PUT /api/sheet-tables/:name',
  'DELETE /api/sheet-tables/:name',
  'PUT /api/sheet-tables/:name/rows',
];
