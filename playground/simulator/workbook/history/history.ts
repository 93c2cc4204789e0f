// What one person did to a workbook, to be undone and done again; what programs did is never among it.
import { SheetsError } from '../../errors.ts';
import type { Area } from '../area.ts';
import type { WorkbookModel } from '../model.ts';
import { imageOf, makeRows, type Reach } from './image.ts';
import { differenceOf, isNothing, sizeOf, type Change, type Side } from './step.ts';
import { bringBack, isAs } from './travel.ts';

/** Where the person sees it happen. */
export interface Place {
  sheetId: number;
  area: Area;
}

export interface Deed {
  /** As it reads after “Undo”: `typing in B3`. */
  name: string;
  reach: Reach;
  place: Place | null;
}

interface Step extends Change {
  name: string;
  place: Place | null;
}

const mostSteps = 100;
const mostCells = 2_000_000;

export class History {
  private done: Step[] = [];
  private undone: Step[] = [];

  constructor(private readonly workbook: WorkbookModel) {}

  /** What would be undone and done again, in words; null: nothing. */
  get next(): { undo: string | null; redo: string | null } {
    return { undo: this.done.at(-1)?.name ?? null, redo: this.undone.at(-1)?.name ?? null };
  }

  /** Does it and keeps how to take it back. What is refused half way has changed nothing. */
  do<T>({ name, reach, place }: Deed, act: () => T): T {
    const known = new Set(this.workbook.sheets);
    const shifting = 'everything' in reach ? reach.shifting : null;
    makeRows(reach);
    const before = imageOf(this.workbook, reach);
    const change = () =>
      differenceOf({ before, after: imageOf(this.workbook, reach, known) }, shifting);
    try {
      const answer = act();
      this.keep({ name, place, ...change() });
      return answer;
    } catch (error) {
      bringBack(this.workbook, change().before);
      throw error;
    }
  }

  /** Throws, and forgets the step, where something else has since changed what it would take back. */
  undo(): void {
    const step = this.done.pop();
    if (!step) return;
    this.travel(step, 'undo', step.after, step.before);
    this.undone.push(step);
  }

  redo(): void {
    const step = this.undone.pop();
    if (!step) return;
    this.travel(step, 'redo', step.before, step.after);
    this.done.push(step);
  }

  private travel({ name, place }: Step, word: 'undo' | 'redo', ...[from, to]: [Side, Side]): void {
    const { workbook } = this;
    if (!isAs(workbook, from)) {
      throw new SheetsError(
        `Cannot ${word} ${name}: a script or somebody else has changed the same place since, and that would be lost.`,
      );
    }
    bringBack(workbook, to);
    if (!place || !workbook.sheets.some(({ id }) => id === place.sheetId)) return;
    workbook.activeSheetId = place.sheetId;
    if (workbook.sheet(place.sheetId).inGrid(place.area))
      workbook.selections.set(place.sheetId, place.area);
  }

  private keep(step: Step): void {
    if (isNothing(step)) return;
    this.undone = [];
    this.done.push(step);
    let cells = 0;
    const first = this.done.findLastIndex((one) => (cells += sizeOf(one)) > mostCells);
    // The last is kept however large it is.
    const from = Math.min(Math.max(first + 1, this.done.length - mostSteps), this.done.length - 1);
    this.done = this.done.slice(Math.max(0, from));
  }
}
