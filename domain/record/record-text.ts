// The record of a linked range as the text that a spreadsheet keeps.
import type { CellKind } from '../cells/cell.ts';
import { DEFAULT_OPTIONS, EMPTY_RECORD } from '../linked-range.ts';
import type { LinkedColumn, LinkedRange, RangeOptions } from '../linked-range.ts';
import { own } from '../own.ts';
import { isRecord, isRecordOfOurs } from './record-fields.ts';

/** Of the records; a newer one is left to the add-on that wrote it. */
const VERSION = 1;

/** The record as it is kept: what has its default is left out, for metadata is scarce. */
export function recordText(range: LinkedRange): string {
  const { columns, options, ...rest } = range;
  const changed = Object.entries(options).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaultOption(name)),
  );
  return JSON.stringify({
    v: VERSION,
    ...withoutNulls(rest),
    ...(changed.length > 0 ? { options: Object.fromEntries(changed) } : {}),
    columns: columns.map(columnText),
  });
}

/** The record that a text holds; null when it is none that can be acted on, or of a newer version than this. */
export function readRecord(text: string): LinkedRange | null {
  const kept = parseObject(text);
  if (kept?.['v'] !== VERSION || !isRecordOfOurs(kept)) return null;
  const { v: _version, columns, options, ...rest } = kept;
  return {
    ...EMPTY_RECORD,
    ...(rest as Partial<LinkedRange>),
    options: { ...DEFAULT_OPTIONS, ...(options as Partial<RangeOptions> | undefined) },
    columns: (columns as KeptColumn[]).map(columnOf),
  };
}

/** Whether somebody else wrote the text among our records, or changed one: a newer version's is none of these. */
export function isStrangeRecord(text: string): boolean {
  const version = parseObject(text)?.['v'];
  const isNewer = typeof version === 'number' && version > VERSION;
  return !isNewer && readRecord(text) === null;
}

type KeptColumn = [name: string, label: string | 0, kind: CellKind, format: string, mixed?: 1];

function columnText({ name, label, kind, format, mixed }: LinkedColumn): KeptColumn {
  const kept: KeptColumn = [name, label === name ? 0 : label, kind, format];
  if (mixed) kept.push(1);
  return kept;
}

function columnOf([name, label, kind, format, mixed]: KeptColumn): LinkedColumn {
  return { name, label: label === 0 ? name : label, kind, format, mixed: mixed === 1 };
}

function defaultOption(name: string): unknown {
  return own(DEFAULT_OPTIONS as unknown as Record<string, unknown>, name);
}

function withoutNulls(record: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
