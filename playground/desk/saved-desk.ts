// Keeps the playground's spreadsheet between two starts.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { SavedState } from '../simulator/script/google-state.ts';
import type { SavedWorkbook } from '../simulator/workbook/save.ts';

export interface SavedDesk {
  workbook: SavedWorkbook;
  /** Spreadsheets that programs have made; absent in what was saved before there were any. */
  others?: SavedWorkbook[];
  state: SavedState;
  /** How far the clock was put forward, and when each trigger is due; absent in what was saved before it could be. */
  clock?: { aheadMs: number; due: Record<string, number> };
  person: string;
  /** Whether the sidebar was open. */
  sidebar: boolean;
}

/** Counted up when what is saved changes its shape: an older file is set aside, not misread. */
const version = 1;

export function readSaved(file: string): SavedDesk | null {
  if (!existsSync(file)) return null;
  const saved: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const known = typeof saved === 'object' && saved !== null && 'version' in saved;
  if (known && saved.version === version) return saved as unknown as SavedDesk;
  renameSync(file, `${file}.older`);
  return null;
}

/** Replaces the file in one step, so that a power cut leaves the old one or the new one. */
export function writeSaved(file: string, desk: SavedDesk): void {
  const draft = `${file}.new`;
  writeFileSync(draft, JSON.stringify({ version, ...desk }), { mode: 0o600 });
  renameSync(draft, file);
}
