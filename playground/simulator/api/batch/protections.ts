// Requests on protected ranges and tabs.
import type { z } from 'zod';
import { mayEdit, protect } from '../../workbook/protection.ts';
import type { ProtectedArea, Sheet } from '../../workbook/sheet.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { invalid } from '../errors.ts';
import { asksFor, updateMask } from '../mask.ts';
import { int, message, text } from '../messages/message.ts';
import type { GridRange } from '../messages/places.ts';
import { protectedRange } from '../messages/spreadsheets.ts';
import { cellsOf, gridOf } from '../ranges/grid.ts';
import { protectionOf } from '../spreadsheet/sheet-json.ts';
import { namedById } from './names.ts';
import { request, type Batch } from './request.ts';

type Protection = z.infer<typeof protectedRange>;

const addProtectedRange = request(
  message({ protectedRange }),
  ({ workbook, as }, { protectedRange: given = {} }) => {
    const { sheet, area } = protectedCells(workbook, given);
    const one = protect(workbook, sheet, area, as);
    one.id = given.protectedRangeId ?? Math.floor(Math.random() * 2 ** 31);
    changeProtection(workbook, { sheet, one, given });
    const json = protectionOf({ workbook, sheet, one, as, isReply: true });
    return { addProtectedRange: { protectedRange: json } };
  },
);

/** Without rows and columns it is the whole tab. */
function protectedCells(
  workbook: Workbook,
  { range, namedRangeId }: Protection,
): Pick<ProtectedArea, 'area'> & { sheet: Sheet } {
  if (namedRangeId !== undefined) {
    const named = namedById(workbook, namedRangeId);
    return { sheet: workbook.sheet(named.sheetId), area: named.area };
  }
  return isWholeTab(range)
    ? { sheet: gridOf(workbook, range?.sheetId), area: null }
    : cellsOf(workbook, range);
}

function isWholeTab(range: GridRange = {}): boolean {
  const { sheetId: _sheetId, ...ends } = range;
  return Object.values(ends).every((end) => end === undefined);
}

interface ProtectionChange {
  sheet: Sheet;
  one: ProtectedArea;
  given: Protection;
}

function changeProtection(workbook: Workbook, { one, given }: ProtectionChange): void {
  const { description = '', warningOnly = false, editors, unprotectedRanges = [] } = given;
  const free = unprotectedRanges.map((range) => cellsOf(workbook, range).area);
  // Whoever protects may go on editing.
  const users = [...new Set([one.owner, ...(editors?.users ?? [])])];
  Object.assign(one, { description, warningOnly, unprotected: free, editors: users });
  workbook.changed({ kind: 'objects' });
}

/** Throws where there is none, or where it is not the caller's to change. */
function protectionById(
  { workbook, as }: Batch,
  id: number | undefined,
): { sheet: Sheet; one: ProtectedArea } {
  for (const sheet of workbook.sheets) {
    const one = sheet.protections.find((held) => held.id === id);
    if (!one) continue;
    if (!mayEdit(workbook, one, as))
      throw invalid('You are trying to edit a protected range or sheet that you may not edit.');
    return { sheet, one };
  }
  throw invalid(`No protected range with id: ${id ?? 0}`);
}

const updateProtectedRange = request(
  message({ protectedRange, fields: text }),
  (batch, { protectedRange: given = {}, fields }) => {
    const mask = updateMask(fields, protectedRange);
    const { sheet, one } = protectionById(batch, given.protectedRangeId);
    const asks = (name: string) => asksFor(mask, [name]);
    if (asks('range')) one.area = protectedCells(batch.workbook, given).area;
    const { description, warningOnly, editors } = one;
    const kept: Protection = { description, warningOnly, editors: { users: editors } };
    const wanted: Protection = {
      description: asks('description') ? given.description : kept.description,
      warningOnly: asks('warningOnly') ? given.warningOnly : kept.warningOnly,
      editors: asks('editors') ? given.editors : kept.editors,
    };
    const free = one.unprotected;
    changeProtection(batch.workbook, { sheet, one, given: { ...given, ...wanted } });
    if (!asks('unprotectedRanges')) one.unprotected = free;
  },
);

const deleteProtectedRange = request(
  message({ protectedRangeId: int }),
  (batch, { protectedRangeId }) => {
    const { sheet, one } = protectionById(batch, protectedRangeId);
    sheet.protections = sheet.protections.filter((held) => held !== one);
    batch.workbook.changed({ kind: 'objects' });
  },
);

export const protectionRequests = { addProtectedRange, updateProtectedRange, deleteProtectedRange };
