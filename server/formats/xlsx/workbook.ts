// Sends a result as an Excel workbook (ECMA-376, Office Open XML) of one sheet, packed as it comes.
import type { ColumnNote } from '../../../domain/contract/query.ts';
import type { Known, Output } from '../output.ts';
import type { NewFormat } from '../row-writer.ts';
import type { RunStart } from '../../engines/rows.ts';
import { partsOf } from './parts.ts';
import { sheetFormat } from './sheet.ts';
import { stylesOf, type Styles } from './styles.ts';
import { Zip } from './zip.ts';

/** What a workbook tells besides the rows. */
export interface WorkbookAbout {
  /** The name of its sheet. */
  title: string;
  /** What the author says of the columns: labels become headings, formats formats. */
  notes: readonly ColumnNote[];
  /** IANA name of the zone that instants are shown in. */
  timeZone: string;
}

/** Up to so many packed bytes are held back, so that what Excel cannot hold is still told as a problem. */
const HELD_BYTES = 4 * 1024 * 1024;

/**
 * Stands before an output: takes the sheet's XML that `format` writes, and hands on the packed workbook.
 * Not its ETag: that covers rows, while labels, formats and the time zone are in the bytes too.
 */
export class Workbook implements Output {
  readonly #about: WorkbookAbout;
  readonly #output: Output;
  readonly #zip: Zip;
  #styles: Styles = stylesOf([], []);
  #run: RunStart | null = null;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #begun = false;
  #abandoned = false;

  constructor(output: Output, about: WorkbookAbout) {
    this.#output = output;
    this.#about = about;
    this.#zip = new Zip((piece) => this.#take(piece));
    output.onDrain(() => this.#zip.resume());
  }

  /** The rows as the sheet's XML. Throws Problem result_too_large for what Excel cannot hold. */
  readonly format: NewFormat = (run) => {
    const { notes, timeZone } = this.#about;
    this.#styles = stylesOf(run.columns, notes);
    return sheetFormat({ run, styles: this.#styles, notes, timeZone });
  };

  begin(run: RunStart): void {
    this.#run = run;
    for (const [name, xml] of partsOf(this.#about.title, this.#styles)) this.#zip.add(name, xml);
    this.#zip.open('xl/worksheets/sheet1.xml');
  }

  write(piece: Uint8Array, written: () => void): boolean {
    return this.#zip.write(piece, written);
  }

  onDrain(listener: () => void): void {
    this.#zip.onDrain(listener);
  }

  end(): void {
    this.#zip.close();
  }

  /** Resolves when the last byte has been handed on. */
  async finish(gone: AbortSignal): Promise<void> {
    await this.#zip.closed(gone);
    if (!this.#begun) this.#begin({ etag: null, length: this.#heldBytes });
    this.#output.end();
  }

  /** Hands on nothing more: the run has failed. */
  abandon(): void {
    this.#abandoned = true;
    this.#held = [];
    this.#zip.destroy();
  }

  #take(piece: Buffer): boolean {
    if (this.#abandoned) return true;
    if (this.#begun) return this.#output.write(piece, () => {});
    this.#held.push(piece);
    this.#heldBytes += piece.length;
    if (this.#heldBytes > HELD_BYTES) return this.#begin({ etag: null, length: null });
    return true;
  }

  #begin(known: Known): boolean {
    if (this.#run === null) throw new Error('bytes came before the beginning');
    this.#begun = true;
    this.#output.begin(this.#run, known);
    let flows = true;
    for (const piece of this.#held.splice(0)) flows = this.#output.write(piece, () => {});
    return flows;
  }
}
