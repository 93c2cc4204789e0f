// Calculates the workbook's formulas, with IronCalc behind it.
import { intersection, type Area } from '../workbook/area.ts';
import type { Cell } from '../workbook/cell.ts';
import { isError, type CellValue } from '../values/cell-value.ts';
import { calculator, type CalculatorResult } from './calculator.ts';
import { inferFormat } from './format-inference.ts';
import { Inputs } from './inputs.ts';
import { LargeAreas } from './large/answers.ts';
import type { Placed } from './large/columns.ts';
import { showPivots } from './pivots.ts';
import { translateForCalculator, type Translated } from './translation.ts';
import type { Sheet } from '../workbook/sheet.ts';
import type { Surroundings } from './surroundings.ts';

interface FormulaCell {
  sheet: Sheet;
  row: number;
  column: number;
  cell: Cell;
  translated: Translated;
  /** What the calculator is given: the same, or with answers in the place of functions over large areas. */
  given: Translated;
}

export class FormulaEngine {
  /** Whether the workbook may hold formulas at all: without, nothing needs to be looked through. */
  hasFormulas = false;
  /** The same of pivot tables. */
  hasPivots = false;
  private readonly workbook: Surroundings;
  private stale = true;
  private volatileAt: number | null = null;

  constructor(workbook: Surroundings) {
    this.workbook = workbook;
  }

  invalidate(): void {
    this.stale = true;
  }

  /** Brings every formula's value up to date; quick when nothing changed. */
  calculate(): void {
    const moved = this.volatileAt !== null && this.volatileAt !== this.workbook.now();
    if (!(this.hasFormulas || this.hasPivots) || (!this.stale && !moved)) return;
    const large = new LargeAreas(this.workbook);
    const formulas = this.collect((sheet, formula) => large.answered(sheet, formula));
    this.stale = false;
    this.hasFormulas = formulas.length > 0;
    this.volatileAt = formulas.some(({ translated }) => translated.volatile)
      ? this.workbook.now()
      : null;
    if (formulas.length === 0) return;
    const spilled = this.evaluate(formulas);
    // What an array spreads over an area stands there only now.
    if (spilled.some((placed) => large.hasAnsweredOf(placed)))
      this.evaluate(this.collect((_sheet, formula) => formula));
  }

  /** Finds the formulas, and takes away what they had spilled. */
  private collect(answered: (own: Sheet, formula: string) => string): FormulaCell[] {
    const found: FormulaCell[] = [];
    for (const sheet of this.workbook.sheets) {
      sheet.forEachCell(sheet.everything, (cell, row, column) => {
        if (cell.spilled) Object.assign(cell, { value: '', spilled: false });
        if (cell.formula === '') return;
        const translated = translateForCalculator(this.workbook, sheet, cell.formula);
        const text = answered(sheet, cell.formula);
        const given =
          text === cell.formula ? translated : translateForCalculator(this.workbook, sheet, text);
        found.push({ sheet, row, column, cell, translated, given });
      });
    }
    showPivots(this.workbook);
    return found;
  }

  /** Gives the areas over which arrays were spread. */
  private evaluate(formulas: FormulaCell[]): Placed[] {
    const inputs = new Inputs();
    for (const { given } of formulas) {
      for (const { sheet, area } of given.areas) addInputs(inputs, sheet, area);
    }
    for (const { sheet, row, column, given } of formulas) {
      const input = given.problem === '' ? given.text : '#N/A';
      inputs.set(sheet.id, row, column, input);
    }
    const shared = calculator();
    shared.setInputs(inputs, (...given) => this.isStill(...given));
    const places = formulas.map(({ sheet, row, column }) => ({ sheetId: sheet.id, row, column }));
    const results = shared.results(places);
    const spilled = formulas.flatMap((formula, index) => store(formula, results[index]));
    for (const { cell, translated } of formulas) {
      cell.inferred = inferFormat(this.workbook, cell.formula, translated);
    }
    return spilled;
  }

  private isStill(sheetId: number, row: number, column: number, input: string): boolean {
    const cell = this.workbook.sheets.find(({ id }) => id === sheetId)?.at(row, column);
    if (!cell || cell.formula !== '' || cell.value === '') return false;
    return inputOf(cell.value) === input;
  }
}

function addInputs(inputs: Inputs, sheet: Sheet, area: Area): void {
  const inside = intersection(area, sheet.everything);
  if (!inside) return;
  sheet.forEachCell(inside, (cell, row, column) => {
    if (cell.value !== '' && cell.formula === '') {
      inputs.set(sheet.id, row, column, inputOf(cell.value));
    }
  });
}

function inputOf(value: CellValue): string {
  if (isError(value)) return value.error;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'number' ? String(value) : `'${value}`;
}

/** Gives the area over which its array was spread, if it is one. */
function store(formula: FormulaCell, result: CalculatorResult | undefined): Placed[] {
  const { cell, translated } = formula;
  if (translated.problem !== '') {
    cell.value = { error: '#ERROR!', message: translated.problem };
  } else if (result) {
    cell.value = result.value;
    if (result.spill) return [spill(formula, result.spill)];
  }
  return [];
}

/** Spreads an array over the cells below and beside; anything in the way makes it an error. */
function spill({ sheet, row, column, cell }: FormulaCell, values: CellValue[][]): Placed {
  const bottom = row + values.length - 1;
  const right = column + Math.max(...values.map(({ length }) => length)) - 1;
  const placed = { sheet, area: { top: row, left: column, bottom, right } };
  const targets = values.flatMap((line, down) =>
    line.map((value, across) => ({ value, row: row + down, column: column + across })),
  );
  const others = targets.slice(1);
  const inTheWay = others.find((target) => {
    const there = sheet.at(target.row, target.column);
    return there !== undefined && (there.value !== '' || there.formula !== '');
  });
  if (inTheWay) {
    const message = 'Array result was not expanded because it would overwrite data.';
    cell.value = { error: '#REF!', message };
    return placed;
  }
  for (const target of others) {
    if (target.value === '') continue;
    Object.assign(sheet.make(target.row, target.column), { value: target.value, spilled: true });
  }
  return placed;
}
