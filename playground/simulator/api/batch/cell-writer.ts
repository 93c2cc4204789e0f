// Writes into a cell what a request gives and its mask names.
import { checkLength, writeFormula, writeTyped } from '../../workbook/cell-writing.ts';
import type { Cell, CellStyle, Validation } from '../../workbook/cell.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { invalid } from '../errors.ts';
import { restyled } from '../looks.ts';
import { asksFor, type Mask } from '../mask.ts';
import type { CellData, CellFormat, ExtendedValue, ValidationRule } from '../messages/cells.ts';

/** Writes what a mask names of many cells; looks that come again and again are worked out once. */
export class CellWriter {
  private readonly looks = new Map<CellStyle, Map<string, CellStyle>>();
  private readonly sets: Record<'value' | 'format' | 'note' | 'validation', boolean>;
  private readonly formatMask: Mask;

  constructor(
    private readonly workbook: Workbook,
    mask: Mask,
  ) {
    const asks = (name: string) => asksFor(mask, [name]);
    this.sets = {
      value: asks('userEnteredValue'),
      format: asks('userEnteredFormat'),
      note: asks('note'),
      validation: asks('dataValidation'),
    };
    const below = mask.get('userEnteredFormat');
    this.formatMask = below && below.size > 0 ? below : new Map([['*', new Map() as Mask]]);
  }

  write(cell: Cell, given: CellData): void {
    const { value, format, note, validation } = this.sets;
    if (format) cell.style = this.styled(cell.style, given.userEnteredFormat ?? {});
    if (value) writeValue(this.workbook, cell, given.userEnteredValue ?? {});
    if (note) cell.note = given.note ?? '';
    if (validation)
      cell.validation = given.dataValidation ? validationOf(given.dataValidation) : null;
  }

  private styled(style: CellStyle, given: CellFormat): CellStyle {
    let known = this.looks.get(style);
    if (!known) this.looks.set(style, (known = new Map()));
    const key = JSON.stringify(given);
    let result = known.get(key);
    if (!result) known.set(key, (result = restyled(style, given, this.formatMask)));
    return result;
  }
}

/** Nothing given empties the cell. Texts stay what they are, whatever they begin with. */
function writeValue(workbook: Workbook, cell: Cell, given: ExtendedValue): void {
  const { numberValue, stringValue, boolValue, formulaValue, errorValue } = given;
  if (errorValue) throw invalid('Error values are read only.');
  if (formulaValue !== undefined) {
    if (!formulaValue.startsWith('='))
      throw invalid(`formulaValue must start with '=': ${formulaValue}`);
    writeFormula(workbook, cell, formulaValue);
    return;
  }
  if (stringValue !== undefined) checkLength(stringValue);
  writeTyped(cell, numberValue ?? stringValue ?? boolValue ?? '');
}

/** Throws for a kind of condition that there is not. */
export function validationOf({
  condition,
  strict,
  inputMessage,
  showCustomUi,
}: ValidationRule): Validation {
  const { type = 'CONDITION_TYPE_UNSPECIFIED', values: given = [] } = condition ?? {};
  if (!/^(?:NUMBER|TEXT|DATE|ONE_OF|BLANK|NOT_BLANK|CUSTOM|BOOLEAN)/.test(type))
    throw invalid(`Invalid ConditionType: ${type}`);
  const values = given.map((one) => one.userEnteredValue ?? one.relativeDate ?? '');
  const isList = type === 'ONE_OF_LIST';
  return {
    list: isList ? values : [],
    strict: strict ?? false,
    ...(isList ? {} : { condition: { type, values } }),
    ...(inputMessage === undefined ? {} : { message: inputMessage }),
    shown: showCustomUi ?? false,
  };
}
