// What people do at a simulated spreadsheet, with the installable triggers that Google calls for it, each as its maker.
import type { PersonsAct } from '../../../playground/simulator/script/person-acts.ts';
import { areaAt } from '../../../playground/simulator/workbook/area.ts';
import type { Desk } from './desk.ts';

/** Ali types into a cell. */
export function types(
  desk: Desk,
  [row, column]: readonly [number, number],
  text: string,
  tab = 'Sheet1',
): void {
  desk.type(tab, row, column, text);
  const { id: sheetId } = desk.sheet(tab);
  fire(desk, { did: 'edit', who: 'ali@example.com', sheetId, area: areaAt(row, column) });
}

/** Ali opens the spreadsheet. */
export function opens(desk: Desk): void {
  fire(desk, { did: 'open', who: 'ali@example.com' });
}

function fire({ script, simulation }: Desk, act: PersonsAct): void {
  for (const trigger of script.firedBy(act)) {
    const owner = simulation.scripts.find(({ person }) => person.email === trigger.owner);
    owner?.fireTrigger(trigger, { act });
  }
}
