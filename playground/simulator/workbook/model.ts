// What a workbook holds, and who is told when that changes. Each kind of edit has a file beside this one and works on this.
import { randomBytes } from 'node:crypto';
import { SheetsError, outsideGrid } from '../errors.ts';
import { FormulaEngine } from '../formulas/engine.ts';
import { areaAt, type Area } from './area.ts';
import { MetadataStore } from './metadata.ts';
import { NamedRanges } from './named-ranges.ts';
import { Sheet } from './sheet.ts';

export type Change =
  | { kind: 'cells'; sheetId: number; area: Area }
  /** Rows, columns or cells came, went or moved; sizes, merges or filters changed. */
  | { kind: 'structure'; sheetId: number }
  /** Tabs were added, renamed, moved, hidden or deleted, or the spreadsheet was renamed. */
  | { kind: 'sheets' }
  /** Another tab or other cells are selected. */
  | { kind: 'selection' }
  /** Named ranges, metadata or protections changed. */
  | { kind: 'objects' };

export interface WorkbookSettings {
  id?: string;
  name?: string;
  /** en_US, en_GB, de_DE or ja_JP. */
  locale?: string;
  timeZone?: string;
  /** Milliseconds since 1970, for NOW(), TODAY() and years that are not typed. */
  now?: () => number;
  /**
   * Whether = and ' at the start of a text mean what they mean elsewhere also in a cell whose format is
   * plain text. Google's page on setValue says so of =, and people who tried it say no: both are tested.
   * developers.google.com/apps-script/reference/spreadsheet/range#setValue(Object)
   */
  plainTextParses?: boolean;
}

export abstract class WorkbookModel {
  id: string;
  name: string;
  locale: string;
  timeZone: string;
  now: () => number;
  readonly plainTextParses: boolean;
  owner = 'owner@example.com';
  /** Others who may edit; protections name those who may edit protected cells. */
  editors: string[] = [];
  sheets: Sheet[] = [];
  readonly names = new NamedRanges();
  readonly metadata = new MetadataStore();
  readonly engine = new FormulaEngine(this);
  activeSheetId = 0;
  nextSheetId = 1_207_417;
  /** Selected cells of each tab, the active cell first. */
  readonly selections = new Map<number, Area>();
  /** Counts edits: two equal numbers mean that nothing changed between. */
  version = 0;
  private readonly listeners = new Set<(change: Change) => void>();

  constructor(settings: WorkbookSettings = {}) {
    this.id = settings.id ?? newId();
    this.name = settings.name ?? 'Untitled spreadsheet';
    this.locale = settings.locale ?? 'en_US';
    this.timeZone = settings.timeZone ?? 'Etc/UTC';
    this.now = settings.now ?? Date.now;
    this.plainTextParses = settings.plainTextParses ?? false;
    this.sheets.push(new Sheet({ id: 0, name: 'Sheet1' }));
  }

  get activeSheet(): Sheet {
    return this.sheet(this.activeSheetId);
  }

  sheet(id: number): Sheet {
    const sheet = this.sheets.find((one) => one.id === id);
    if (!sheet) throw new SheetsError(`Sheet ${id} not found`);
    return sheet;
  }

  sheetNamed(name: string): Sheet | undefined {
    return this.sheets.find((sheet) => sheet.name === name);
  }

  get selection(): Area {
    return this.selections.get(this.activeSheetId) ?? areaAt(1, 1);
  }

  /** Calls the listener after each change; the answer ends that. */
  onChange(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** To be called by whatever edits the model. */
  changed(change: Change): void {
    this.version++;
    if (change.kind !== 'selection') this.engine.invalidate();
    for (const listener of this.listeners) listener(change);
  }

  checkInGrid(sheetId: number, area: Area): void {
    if (!this.sheet(sheetId).inGrid(area)) throw new SheetsError(outsideGrid);
  }
}

/** 44 characters, as the ids of Google's files. */
export function newId(): string {
  return randomBytes(33).toString('base64url');
}
