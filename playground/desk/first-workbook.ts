// The spreadsheet that a newcomer finds: a little of somebody's own work, so that there is something not to harm.
import { areaAt } from '../simulator/workbook/area.ts';
import { Workbook } from '../simulator/workbook/workbook.ts';

const agenda = [
  ["Agenda for Monday's growth review"],
  [],
  ['Topic', 'Who', 'Minutes'],
  ['Sign-ups by month', 'Vera', '15'],
  ['Customers on old stacks', 'Ali', '10'],
  ['Overdue invoices', 'Ada', '10'],
  ['Together', '', '=SUM(C4:C6)'],
];

export function firstWorkbook(): Workbook {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const workbook = new Workbook({ name: 'Growth review', timeZone });
  const { id } = workbook.activeSheet;
  agenda.forEach((cells, row) =>
    cells.forEach((text, column) => {
      if (text !== '') workbook.typeInto(id, row + 1, column + 1, text);
    }),
  );
  for (const row of [1, 3, 7]) workbook.style(id, areaAt(row, 1, 1, 3), { bold: true });
  workbook.setColumnWidth(id, 1, 190);
  // Below the agenda, so that "Insert at selected cell" covers nothing.
  workbook.select(id, areaAt(10, 1));
  return workbook;
}
