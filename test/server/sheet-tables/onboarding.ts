// A sheet table as tests make and fill it: the facts that salespeople keep of new accounts.
import type { TableColumn } from '../../../domain/sheet-tables/headers.ts';

export const onboardingColumns: TableColumn[] = [
  { name: 'account', header: 'Account', type: 'text' },
  { name: 'seats', header: 'Seats', type: 'number' },
  { name: 'go_live', header: 'Go-live', type: 'date' },
  { name: 'trained', header: 'Trained', type: 'boolean' },
  { name: 'last_call', header: 'Last call', type: 'datetime' },
];

export const onboarding = {
  name: 'sales_onboarding',
  title: 'Onboarding',
  columns: onboardingColumns,
  place: {
    spreadsheet: { id: 'abc', name: 'Sales' },
    tab: 'Onboarding',
    tabId: 7,
    range: 'A1:E',
  },
};

export const headers = ['Account', 'Seats', 'Go-live', 'Trained', 'Last call'];

export const goodRows = [
  ['Kiln', 12, '2026-01-31', true, '2026-01-05 14:30:00'],
  ['Vesta', 1.5, '2026-02-01', false, null],
  ['', '', '', '', ''],
  ['Ember & Co "quoted", {braces} \\ null', 1e21, '', '', ''],
];
