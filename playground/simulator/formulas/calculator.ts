// IronCalc as a calculator: inputs by cell in, values out.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Model, initSync } from '@ironcalc/wasm';
import type { CellValue } from '../values/cell-value.ts';
import { Inputs, type Block } from './inputs.ts';

export interface Place {
  sheetId: number;
  row: number;
  column: number;
}

export interface CalculatorResult {
  value: CellValue;
  /** The whole array when the formula gives one that is larger than a cell. */
  spill: CellValue[][] | null;
}

/** Formulas show their result in this format, the only way to read a number with all its digits. */
const allDigits = '0.0000000000000000E+00';

let loaded = false;

function load(): void {
  if (loaded) return;
  const program = createRequire(import.meta.url).resolve('@ironcalc/wasm');
  initSync({ module: readFileSync(program.replace(/wasm\.js$/, 'wasm_bg.wasm')) });
  loaded = true;
}

const errors: Record<string, { error: string; message: string }> = {
  '#SPILL!': {
    error: '#REF!',
    message: 'Array result was not expanded because it would overwrite data.',
  },
  '#CALC!': { error: '#N/A', message: 'No matches are found.' },
  '#CIRC!': { error: '#REF!', message: 'Circular dependency detected.' },
  '#N/IMPL!': { error: '#ERROR!', message: 'The simulator cannot calculate this formula.' },
};

/** IronCalc keeps every input for its undo: after this many, and three times what is there, a new model starts. */
const maxInputs = 500_000;
/** A block of more cells is pasted, which takes half the time; fewer are typed one by one. */
const pasteFrom = 200;

/** Whether a cell of the workbook still holds what the calculator was given of it. */
type IsStill = (sheetId: number, row: number, column: number, input: string) => boolean;

class Calculator {
  private model = newModel();
  private readonly tabs = new Map<number, number>();
  private given = new Inputs();
  private inputs = 0;

  /**
   * Makes the given inputs the only content, but for what it was given before and is still so: taking a cell away takes
   * longer than giving it, and the next formula may ask for it again.
   */
  setInputs(inputs: Inputs, isStill: IsStill): void {
    const asked = inputs.count;
    const gone = this.keepWhatIsStill(inputs, isStill);
    const isFull = this.inputs > Math.max(maxInputs, 3 * inputs.count);
    if (isFull || gone.length > asked + 1_000) this.startAnew();
    else gone.forEach((place) => this.clear(place));
    const changed = inputs.changedSince(this.given);
    changed.forEach((block) => this.put(block));
    this.given = inputs;
    if (gone.length === 0 && changed.length === 0) return;
    this.model.evaluate();
    this.model.flushSendQueue();
  }

  /** Adds it to the inputs; gives back where something was given that is not so any more. */
  private keepWhatIsStill(inputs: Inputs, isStill: IsStill): [number, number, number][] {
    const gone: [number, number, number][] = [];
    this.given.forEach((sheetId, row, column, input) => {
      if (inputs.get(sheetId, row, column) !== undefined) return;
      if (isStill(sheetId, row, column, input)) inputs.set(sheetId, row, column, input);
      else gone.push([sheetId, row, column]);
    });
    return gone;
  }

  private startAnew(): void {
    this.model.free();
    this.model = newModel();
    this.tabs.clear();
    this.given = new Inputs();
    this.inputs = 0;
  }

  results(places: Place[]): CalculatorResult[] {
    return places.map((place) => {
      const value = this.value(place);
      const size = this.arraySize(place);
      return { value, spill: size && this.array(place, size) };
    });
  }

  private clear([sheetId, row, column]: [number, number, number]): void {
    this.inputs++;
    this.model.rangeClearAll(this.tab(sheetId), row, column, row, column);
  }

  private put(block: Block): void {
    const { sheetId, row, column, rows } = block;
    const width = rows[0]?.length ?? 0;
    this.inputs += rows.length * width;
    const isPlain = rows.every((inputs) => inputs.every((input) => !input.startsWith('=')));
    if (isPlain && rows.length * width >= pasteFrom) {
      this.model.setSelectedSheet(this.tab(sheetId));
      this.model.setSelectedCell(row, column);
      const area = { sheet: this.tab(sheetId), row, column, width: 1, height: 1 };
      this.model.pasteCsvText(area, rows.map(lineOf).join('\n'));
      return;
    }
    rows.forEach((inputs, down) =>
      inputs.forEach((input, across) => this.type(sheetId, [row + down, column + across], input)),
    );
  }

  private type(sheetId: number, [row, column]: [number, number], input: string): void {
    const sheet = this.tab(sheetId);
    try {
      this.model.setUserInput(sheet, row, column, input);
    } catch {
      this.model.setUserInput(sheet, row, column, '#ERROR!');
    }
    if (!input.startsWith('=')) return;
    const area = { sheet, row, column, width: 1, height: 1 };
    this.model.updateRangeStyle(area, 'num_fmt', allDigits);
  }

  /** The calculator's index of a tab; it calls it by its id, see `tabOf`. */
  private tab(sheetId: number): number {
    let index = this.tabs.get(sheetId);
    if (index === undefined) {
      index = this.tabs.size;
      if (index > 0) this.model.newSheet();
      this.model.renameSheet(index, `s${sheetId}_`);
      this.tabs.set(sheetId, index);
    }
    return index;
  }

  private arraySize({ sheetId, row, column }: Place): [number, number] | null {
    const found: unknown = this.model.getCellArrayStructure(this.tab(sheetId), row, column);
    if (typeof found !== 'object' || found === null || !('DynamicAnchor' in found)) return null;
    const [width, height] = found.DynamicAnchor as [number, number];
    return width * height > 1 ? [width, height] : null;
  }

  private array({ sheetId, row, column }: Place, [width, height]: [number, number]): CellValue[][] {
    return Array.from({ length: height }, (_, down) =>
      Array.from({ length: width }, (__, across) =>
        this.value({ sheetId, row: row + down, column: column + across }),
      ),
    );
  }

  private value({ sheetId, row, column }: Place): CellValue {
    const sheet = this.tab(sheetId);
    const text = this.model.getFormattedCellValue(sheet, row, column);
    switch (this.model.getCellType(sheet, row, column)) {
      case 1:
        return rounded(Number(text));
      case 4:
        return text === 'TRUE';
      case 16:
        return errors[text] ?? { error: text, message: '' };
      default:
        return text;
    }
  }
}

let shared: Calculator | null = null;

/** One for all workbooks: making one takes long, and its memory is not given back by itself. */
export function calculator(): Calculator {
  return (shared ??= new Calculator());
}

function newModel(): Model {
  load();
  const model = new Model('simulator', 'en', 'UTC', 'en');
  model.pauseEvaluation();
  return model;
}

/** A line of what IronCalc takes for a paste: tabs between, and quotes around what holds one of either. */
function lineOf(inputs: string[]): string {
  return inputs
    .map((input) => (/[\t\n\r"]/.test(input) ? `"${input.replaceAll('"', '""')}"` : input))
    .join('\t');
}

/** The format's last digits are noise: 1/3 comes as 0.333333333333332. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(14));
}
