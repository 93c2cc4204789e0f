// The routes of sheet tables: made, changed and published by whoever has the sheet, listed for who may use them.
import type { Rows } from '../row.ts';
import {
  newSheetTableSchema,
  sheetTableListSchema,
  sheetTableSchema,
  sheetTableUpdateSchema,
  tablePageSchema,
  tablePageTakenSchema,
} from '../sheet-tables/sheet-table.ts';

// A table that the member may not use answers like one that is not there.
const member = { least: 'viewer', about: 'own' } as const;

export const sheetTableRows = {
  'GET sheetTables': {
    ...member,
    about: 'list',
    scope: 'read',
    summary: 'The sheet tables that the member may use in queries',
    answers: { 200: sheetTableListSchema },
  },
  'POST sheetTables': {
    ...member,
    about: 'nothing',
    scope: 'write',
    change: 'made a sheet table',
    summary: 'Makes a sheet table; its rows are published afterwards',
    body: newSheetTableSchema,
    answers: { 201: sheetTableSchema },
  },
  'GET sheetTable': {
    ...member,
    scope: 'read',
    summary: 'A sheet table, with the age of its rows and what is wrong with them',
    answers: { 200: sheetTableSchema },
  },
  // Only its publisher and admins.
  'PUT sheetTable': {
    ...member,
    scope: 'write',
    change: 'changed a sheet table',
    summary: 'Changes a sheet table; what is left out stays',
    body: sheetTableUpdateSchema,
    answers: { 200: sheetTableSchema },
  },
  'DELETE sheetTable': {
    ...member,
    scope: 'write',
    change: 'deleted a sheet table',
    summary: 'Deletes a sheet table with its rows; queries that read it fail from then on',
    answers: { 204: '' },
  },
  'PUT tableRows': {
    ...member,
    scope: 'write',
    change: 'published rows of a sheet table',
    summary: 'Takes a page of what the sheet holds; the last one swaps all of them in',
    body: tablePageSchema,
    // Its texts are looked at cell by cell.
    anyText: true,
    large: true,
    answers: { 200: tablePageTakenSchema },
  },
} as const satisfies Rows;
