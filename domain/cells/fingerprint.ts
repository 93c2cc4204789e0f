// Fingerprints of rows: one number stands for what a row's cells hold, so that a sheet and a result
// are compared without keeping either. 53 bits: two different rows agree once in 10^16 comparisons.
import type { Cell, CellKind } from './cell.ts';
import { millisecondsOfSerial } from './wall-clock.ts';

/** A fingerprint that grows cell by cell. */
export class Fingerprint {
  private high = 0xdeadbeef;
  private low = 0x41c6ce57;

  add(text: string): void {
    for (let index = 0; index < text.length; index += 1) this.mix(text.charCodeAt(index));
    // No character has this code: ['ab', 'c'] and ['a', 'bc'] differ.
    this.mix(0x10000);
  }

  addNumber(value: number): void {
    this.mix(value >>> 0);
    this.mix(Math.floor(value / 0x1_0000_0000) >>> 0);
  }

  get value(): number {
    const high = mixed(this.high, this.low);
    const low = mixed(this.low, this.high);
    return (high & 0x1f_ffff) * 0x1_0000_0000 + (low >>> 0);
  }

  private mix(code: number): void {
    this.high = Math.imul(this.high ^ code, 2654435761);
    this.low = Math.imul(this.low ^ code, 1597334677);
  }
}

/** The fingerprint of a row. */
export function rowFingerprint(cells: Cell[], kinds: CellKind[]): number {
  const print = new Fingerprint();
  cells.forEach((cell, index) => print.add(comparable(cell, kinds[index] ?? 'text')));
  return print.value;
}

/** One fingerprint for many rows in their order. */
export function allFingerprint(rows: number[]): number {
  const print = new Fingerprint();
  for (const row of rows) print.addNumber(row);
  return print.value;
}

const ANY_ORDER = 2 ** 52;

/** One fingerprint for many rows, whatever their order. */
export function anyOrderFingerprint(rows: number[]): number {
  // Half of 2^53, so that every sum is exact.
  return rows.reduce((sum, row) => (sum + (row % ANY_ORDER)) % ANY_ORDER, 0);
}

/** What two cells are compared by: equal for what a person would call the same. */
export function comparable(cell: Cell, kind: CellKind): string {
  if (cell === '') return '';
  if (typeof cell === 'boolean') return cell ? 'bt' : 'bf';
  // A sheet may give a line's end back as a single character.
  if (typeof cell === 'string')
    return cell.includes('\r') ? `s${cell.replace(/\r\n?/g, '\n')}` : `s${cell}`;
  if (kind !== 'number' && kind !== 'text' && kind !== 'boolean')
    return `t${millisecondsOfSerial(cell)}`;
  return `n${cell}`;
}

function mixed(one: number, other: number): number {
  return Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
}
