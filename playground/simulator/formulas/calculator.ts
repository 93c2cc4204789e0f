// IronCalc as a calculator: inputs by cell in, values out.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Model, initSync } from '@ironcalc/wasm';
import type { CellValue } from '../values/cell-value.ts';

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

/** IronCalc keeps every input for its undo: after this many a new model starts. */
const maxInputs = 500_000;

class Calculator {
  private model = newModel();
  private readonly tabs = new Map<number, number>();
  private given = new Map<string, string>();
  private inputs = 0;

  /** Makes the given inputs, keyed by `sheetId row column`, the only content. */
  setInputs(inputs: Map<string, string>): void {
    if (this.inputs > maxInputs) this.startAnew();
    const before = this.inputs;
    for (const key of this.given.keys()) if (!inputs.has(key)) this.put(key, '');
    for (const [key, input] of inputs) if (this.given.get(key) !== input) this.put(key, input);
    this.given = inputs;
    if (this.inputs === before) return;
    this.model.evaluate();
    this.model.flushSendQueue();
  }

  private startAnew(): void {
    this.model.free();
    this.model = newModel();
    this.tabs.clear();
    this.given = new Map();
    this.inputs = 0;
  }

  results(places: Place[]): CalculatorResult[] {
    return places.map((place) => {
      const value = this.value(place);
      const size = this.arraySize(place);
      return { value, spill: size && this.array(place, size) };
    });
  }

  private put(key: string, input: string): void {
    this.inputs++;
    const [sheetId = 0, row = 0, column = 0] = key.split(' ').map(Number);
    const sheet = this.tab(sheetId);
    if (input === '') {
      this.model.rangeClearAll(sheet, row, column, row, column);
      return;
    }
    try {
      this.model.setUserInput(sheet, row, column, input);
    } catch {
      this.model.setUserInput(sheet, row, column, '#ERROR!');
    }
    if (input.startsWith('=')) {
      this.model.updateRangeStyle(
        { sheet, row, column, width: 1, height: 1 },
        'num_fmt',
        allDigits,
      );
    }
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

/** The format's last digits are noise: 1/3 comes as 0.333333333333332. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(14));
}
