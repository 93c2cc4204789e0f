// What another editor of the spreadsheet does to what stands in it, by a script of a few lines.
import { HEADER_KEY, RECORD_KEY, rangeName } from '../../../domain/linked-range.ts';
import type { Desk } from './desk.ts';

export type KeptRecord = Record<string, unknown> & { id: string };

/** The records among the metadata, as they are kept. */
export function records({ workbook }: Desk): KeptRecord[] {
  return workbook.metadata.list
    .filter(({ key }) => key === RECORD_KEY)
    .map(({ value }) => JSON.parse(value) as KeptRecord);
}

/** Changes the record of a range. */
export function changeRecord({ workbook }: Desk, id: string, over: object): void {
  for (const one of workbook.metadata.list) {
    if (one.key !== RECORD_KEY) continue;
    const record = JSON.parse(one.value) as KeptRecord;
    if (record.id === id)
      workbook.metadata.change(one, { value: JSON.stringify({ ...record, ...over }) });
  }
}

/** Adds a record, and cells for it. */
export function addRecord(desk: Desk, record: KeptRecord): void {
  const { id: sheetId } = desk.sheet('Sheet1');
  const place = { on: 'sheet' as const, sheetId };
  const value = JSON.stringify(record);
  desk.workbook.metadata.add({ key: RECORD_KEY, value, visibility: 'DOCUMENT', place });
  addName(desk, rangeName(record.id), { top: 20, left: 1, bottom: 22, right: 2 });
}

/** Names cells of the first tab, or moves a name there. */
export function addName(
  desk: Desk,
  name: string,
  area: { top: number; left: number; bottom: number; right: number },
): void {
  const { id: sheetId } = desk.sheet('Sheet1');
  desk.workbook.names.set(name, sheetId, area);
}

/** Takes the marks off the header rows. */
export function removeMarks({ workbook }: Desk): void {
  workbook.metadata.list = workbook.metadata.list.filter(({ key }) => key !== HEADER_KEY);
}
