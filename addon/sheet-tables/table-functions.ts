// The sidebar's functions of sheet tables; main.ts hands them to Google.
import { answer } from '../answer.ts';
import type { TableFunctions } from './table-views.ts';
import * as tables from './tables.ts';

const spreadsheet = () => SpreadsheetApp.getActiveSpreadsheet();

export const listTables: TableFunctions['listTables'] = () =>
  answer(() => tables.tablesHere(spreadsheet()));

export const proposeTable: TableFunctions['proposeTable'] = ({ whole }) =>
  answer(() => tables.proposeTable(spreadsheet(), whole));

export const makeTable: TableFunctions['makeTable'] = (wish) =>
  answer(() => tables.makeTable(spreadsheet(), wish));

export const publishTable: TableFunctions['publishTable'] = ({ name }) =>
  answer(() => tables.publishNow(spreadsheet(), name));

export const changeTable: TableFunctions['changeTable'] = (asked) =>
  answer(() => tables.changeTable(spreadsheet(), asked));

export const proposeColumns: TableFunctions['proposeColumns'] = (asked) =>
  answer(() => ({ columns: tables.proposeColumns(spreadsheet(), asked) }));

export const deleteTable: TableFunctions['deleteTable'] = ({ name }) =>
  answer(() => {
    tables.deleteTable(spreadsheet(), name);
    return null;
  });

export const goToCell: TableFunctions['goToCell'] = (asked) =>
  answer(() => {
    tables.goToCell(spreadsheet(), asked);
    return null;
  });
