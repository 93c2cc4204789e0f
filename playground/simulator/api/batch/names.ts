// Requests on named ranges.
import { checkName, type NamedArea } from '../../workbook/named-ranges.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { invalid } from '../errors.ts';
import { asksFor, updateMask } from '../mask.ts';
import { message, text } from '../messages/message.ts';
import { namedRange } from '../messages/spreadsheets.ts';
import { cellsOf } from '../ranges/grid.ts';
import { idOfName, namedRangeOf } from '../spreadsheet/spreadsheet-json.ts';
import { request } from './request.ts';

const addNamedRange = request(
  message({ namedRange }),
  ({ workbook }, { namedRange: given = {} }) => {
    const { name = '', range, namedRangeId } = given;
    checkFree(workbook, name);
    const { sheet, area } = cellsOf(workbook, range);
    const named: NamedArea = { name, sheetId: sheet.id, area };
    if (namedRangeId !== undefined) named.id = namedRangeId;
    workbook.names.list.push(named);
    workbook.changed({ kind: 'objects' });
    return { addNamedRange: { namedRange: namedRangeOf(named) } };
  },
);

function checkFree(workbook: Workbook, name: string, except?: NamedArea): void {
  checkName(name);
  const other = workbook.names.find(name);
  if (other && other !== except)
    throw invalid(
      `Cannot add named range with name: ${name}. An existing named range has that name.`,
    );
}

/** Throws where there is none. */
export function namedById(workbook: Workbook, id = ''): NamedArea {
  const named = workbook.names.list.find((one) => idOfName(one) === id);
  if (!named) throw invalid(`Cannot find named range with id: ${id}`);
  return named;
}

const updateNamedRange = request(
  message({ namedRange, fields: text }),
  ({ workbook }, { namedRange: given = {}, fields }) => {
    const mask = updateMask(fields, namedRange);
    const named = namedById(workbook, given.namedRangeId);
    if (asksFor(mask, ['name'])) {
      checkFree(workbook, given.name ?? '', named);
      named.name = given.name ?? '';
    }
    if (asksFor(mask, ['range'])) {
      const { sheet, area } = cellsOf(workbook, given.range);
      Object.assign(named, { sheetId: sheet.id, area });
    }
    workbook.changed({ kind: 'objects' });
  },
);

const deleteNamedRange = request(
  message({ namedRangeId: text }),
  ({ workbook }, { namedRangeId }) => {
    const named = namedById(workbook, namedRangeId);
    workbook.names.list = workbook.names.list.filter((one) => one !== named);
    workbook.changed({ kind: 'objects' });
  },
);

export const nameRequests = { addNamedRange, updateNamedRange, deleteNamedRange };
