// Named ranges: names for rectangles that follow their cells.
import { parseA1, type Area } from './area.ts';
import { SheetsError } from '../errors.ts';

export interface NamedArea {
  name: string;
  sheetId: number;
  /** null when every cell of it was deleted: formulas that use the name show #REF!. */
  area: Area | null;
  /** What programs know it by, once one has asked. */
  id?: string;
}

/** Throws Google's text for a name that formulas could not use. */
export function checkName(name: string): void {
  const shape = /^[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff]{0,249}$/;
  const looksLikeCell =
    parseA1(name, { rows: Infinity, columns: Infinity }) !== null || /^r\d*c\d*$/i.test(name);
  if (!shape.test(name) || looksLikeCell || /^(true|false)$/i.test(name)) {
    throw new SheetsError(`The name "${name}" is not valid for a named range.`);
  }
}

export class NamedRanges {
  list: NamedArea[] = [];

  /** Names are the same whatever their case. */
  find(name: string): NamedArea | undefined {
    return this.list.find((named) => named.name.toLowerCase() === name.toLowerCase());
  }

  /** Gives the name to the area; the name moves there when it is in use. */
  set(name: string, sheetId: number, area: Area): void {
    checkName(name);
    const known = this.find(name);
    if (known) Object.assign(known, { sheetId, area });
    else this.list.push({ name, sheetId, area });
  }

  rename(named: NamedArea, name: string): void {
    checkName(name);
    const other = this.find(name);
    if (other && other !== named) throw new SheetsError(`The name "${name}" is already in use.`);
    named.name = name;
  }

  remove(name: string): void {
    this.list = this.list.filter((named) => named.name.toLowerCase() !== name.toLowerCase());
  }
}
