// Answers the commonest functions over large areas without the calculator, which takes a second for each 100,000 cells that
// it is given: a lookup becomes the cell that it finds, a total its number. Whatever is not sure is left to the calculator.
import { columnsOf, intersection, quoteTab, columnName, rowsOf } from '../../workbook/area.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import { areaOf } from '../translation.ts';
import { rewriteFormula } from '../references.ts';
import type { Surroundings } from '../surroundings.ts';
import { Columns, isPlain, nameOf, type Placed, type Totals } from './columns.ts';

/** The calculator is given fewer cells in no time. */
const LARGE = 5_000;
/** Functions within functions, the innermost first. */
const MOST_TURNS = 8;

// A quote within quotes is written twice: it ends one text and begins the next.
const text = '"[^"]*"';
const tab = "'[^']*'";
const calls = new RegExp(
  `${text}|${tab}|(?<![\\w.])(?<name>[A-Za-z]+)\\((?<given>(?:${text}|${tab}|[^()"'])*)\\)`,
  'g',
);
const part = new RegExp(`(?:${text}|${tab}|[^,"'])+`, 'g');

type Key = string | number | boolean;
type Answer = string | null;

export class LargeAreas {
  private readonly columns = new Columns();
  private readonly workbook: Surroundings;
  /** Those that were looked at for answers. */
  private readonly asked = new Map<string, Placed>();

  constructor(workbook: Surroundings) {
    this.workbook = workbook;
  }

  /** The formula, with the answers of functions in their places. */
  answered(own: Sheet, formula: string): string {
    let now = formula;
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      const then = now.replace(calls, (call: string, ...parts: unknown[]) => {
        const { name, given } = parts.at(-1) as Record<string, string | undefined>;
        if (name === undefined || given === undefined) return call;
        return this.answer(own, name.toUpperCase(), given.match(part) ?? []) ?? call;
      });
      if (then === now) break;
      now = then;
    }
    return now;
  }

  /** Whether an answer was given of cells of this area. */
  hasAnsweredOf({ sheet, area }: Placed): boolean {
    return [...this.asked.values()].some(
      (one) => one.sheet === sheet && intersection(one.area, area) !== null,
    );
  }

  private answer(own: Sheet, name: string, given: string[]): Answer {
    const total = TOTALS[name];
    if (total && given.length === 1) return this.total(this.large(own, given[0]), total);
    switch (name) {
      case 'VLOOKUP':
        return this.vlookup(own, given);
      case 'MATCH':
        return this.match(own, given);
      case 'XLOOKUP':
        return this.xlookup(own, given);
      case 'INDEX':
        return this.index(own, given);
      case 'COUNTIF':
        return this.countIf(own, given);
      case 'SUMIF':
        return this.sumIf(own, given);
      default:
        return null;
    }
  }

  private total(area: Placed | null, total: (of: Totals) => number | null): Answer {
    const totals = area && this.columns.totalsOf(area);
    return numberText(totals && total(totals));
  }

  private vlookup(own: Sheet, [wanted, where, which, sorted]: string[]): Answer {
    const area = this.large(own, where);
    const across = whole(which);
    if (!area || across === null || !isExact(sorted) || across > columnsOf(area.area)) return null;
    return this.found(own, wanted, column(area, 1), area.area.left + across - 1);
  }

  private match(own: Sheet, [wanted, where, sorted]: string[]): Answer {
    const area = this.large(own, where);
    if (!area || sorted?.trim() !== '0' || columnsOf(area.area) !== 1) return null;
    const rows = this.rowsOf(own, wanted, area);
    if (rows === null) return null;
    return rows[0] === undefined ? 'NA()' : String(rows[0] - area.area.top + 1);
  }

  private xlookup(own: Sheet, [wanted, where, gives, ...more]: string[]): Answer {
    const [area, results] = [this.large(own, where), this.large(own, gives)];
    if (!area || !results || more.length > 0 || !isBeside(area, results)) return null;
    const rows = this.rowsOf(own, wanted, area);
    if (rows === null) return null;
    const { sheet, area: at } = results;
    return rows[0] === undefined ? 'NA()' : cellText(sheet, rows[0], at.left);
  }

  private index(own: Sheet, [where, down, across = '1', ...more]: string[]): Answer {
    const area = this.large(own, where);
    const [row, at] = [whole(down), whole(across)];
    if (!area || row === null || at === null || more.length > 0) return null;
    if (row > rowsOf(area.area) || at > columnsOf(area.area)) return null;
    return cellText(area.sheet, area.area.top + row - 1, area.area.left + at - 1);
  }

  private countIf(own: Sheet, [where, wanted, ...more]: string[]): Answer {
    const area = this.large(own, where);
    if (!area || columnsOf(area.area) !== 1 || more.length > 0) return null;
    const rows = this.rowsAlike(own, wanted, area);
    return rows && String(rows.length);
  }

  private sumIf(own: Sheet, [where, wanted, what, ...more]: string[]): Answer {
    const [area, summed] = [this.large(own, where), this.large(own, what)];
    if (!area || !summed || more.length > 0 || !isBeside(area, summed)) return null;
    if (this.columns.totalsOf(summed) === null) return null;
    const rows = this.rowsAlike(own, wanted, area);
    const values = rows?.map((row) => summed.sheet.at(row, summed.area.left)?.value);
    const sum = values?.reduce<number>((all, one) => all + (typeof one === 'number' ? one : 0), 0);
    return numberText(sum ?? null);
  }

  // A condition may be more than a value: ">5" or "*a".
  private rowsAlike(
    own: Sheet,
    wanted: string | undefined,
    area: Placed,
  ): readonly number[] | null {
    const key = this.key(own, wanted);
    if (typeof key !== 'string' || /^[<>=]|^\s*$|^(true|false)$/i.test(key)) return null;
    // 5 and "5" are alike to a condition.
    return /\d/.test(key) && !/[a-z]/i.test(key) ? null : this.rowsOf(own, wanted, area);
  }

  private found(own: Sheet, wanted: string | undefined, area: Placed, at: number): Answer {
    const rows = this.rowsOf(own, wanted, area);
    if (rows === null) return null;
    return rows[0] === undefined ? 'NA()' : cellText(area.sheet, rows[0], at);
  }

  private rowsOf(own: Sheet, wanted: string | undefined, area: Placed): readonly number[] | null {
    const key = this.key(own, wanted);
    return key === null ? null : this.columns.rowsWith(area, key);
  }

  /** The value that is looked for; null where it is not known before formulas are calculated, or stands for several. */
  private key(own: Sheet, given = ''): Key | null {
    const key = literal(given) ?? this.valueOf(own, given);
    return typeof key === 'string' && /[*?~]|^$/.test(key) ? null : key;
  }

  private valueOf(own: Sheet, given: string): Key | null {
    const placed = this.area(own, given);
    if (!placed || rowsOf(placed.area) * columnsOf(placed.area) !== 1) return null;
    const cell = placed.sheet.at(placed.area.top, placed.area.left);
    return cell && isPlain(cell) ? (cell.value as Key) : null;
  }

  private large(own: Sheet, given = ''): Placed | null {
    const placed = this.area(own, given);
    if (!placed || rowsOf(placed.area) * columnsOf(placed.area) <= LARGE) return null;
    this.asked.set(nameOf(placed), placed);
    return placed;
  }

  private area(own: Sheet, given: string): Placed | null {
    const found: Placed[] = [];
    const rest = rewriteFormula(given, {
      reference: ({ tab: named, start, end }) => {
        const sheet = named === null ? own : this.workbook.sheetNamed(named);
        if (sheet) found.push({ sheet, area: areaOf(start, end, sheet) });
        return '';
      },
      name: (name) => {
        const range = this.workbook.names.find(name);
        const sheet = this.workbook.sheets.find(({ id }) => id === range?.sheetId);
        if (!range?.area || !sheet) return name;
        found.push({ sheet, area: range.area });
        return '';
      },
    });
    const [only, ...others] = found;
    return only && others.length === 0 && rest.trim() === '' ? only : null;
  }
}

const TOTALS: Partial<Record<string, (totals: Totals) => number | null>> = {
  SUM: ({ sum }) => sum,
  COUNT: ({ numbers }) => numbers,
  COUNTA: ({ filled }) => filled,
  AVERAGE: ({ sum, numbers }) => (numbers === 0 ? null : sum / numbers),
  MIN: ({ least, numbers }) => (numbers === 0 ? 0 : least),
  MAX: ({ most, numbers }) => (numbers === 0 ? 0 : most),
};

function literal(given: string): Key | null {
  const plain = given.trim();
  if (/^"(?:[^"]|"")*"$/.test(plain)) return plain.slice(1, -1).replaceAll('""', '"');
  if (/^-?\d+(?:\.\d+)?$/.test(plain)) return Number(plain);
  return /^(?:true|false)$/i.test(plain) ? plain.toUpperCase() === 'TRUE' : null;
}

function whole(given = ''): number | null {
  const number = literal(given);
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : null;
}

function isExact(given = ''): boolean {
  return /^(?:false|0)$/i.test(given.trim());
}

function isBeside({ area }: Placed, { area: other }: Placed): boolean {
  const areSingle = columnsOf(area) === 1 && columnsOf(other) === 1;
  return areSingle && area.top === other.top && area.bottom === other.bottom;
}

function column({ sheet, area }: Placed, which: number): Placed {
  const at = area.left + which - 1;
  return { sheet, area: { ...area, left: at, right: at } };
}

function cellText({ name }: Sheet, row: number, at: number): string {
  return `${quoteTab(name)}!$${columnName(at)}$${row}`;
}

function numberText(value: number | null): Answer {
  return value === null || !Number.isFinite(value) ? null : `(${String(value)})`;
}
