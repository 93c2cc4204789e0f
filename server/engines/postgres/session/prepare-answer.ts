// What comes back while a statement is prepared.
import { textRows } from '../../rows.ts';
import { shownTree } from './shown-tree.ts';
import type { WireColumn } from '../wire/messages.ts';
import type { Receiver } from '../wire/wire.ts';

/** The statement of a run as PostgreSQL understood it, before anything of it was executed. */
export interface Prepared {
  columns: readonly WireColumn[];
  parameterTypes: number[];
  /** The analysed query trees in PostgreSQL's text form; null when they were not asked for. */
  trees: string | null;
  inRecovery: boolean;
  lagSeconds: number | null;
}

/** Gathers what comes back while a statement is prepared. */
export class PrepareAnswer implements Receiver {
  readonly #parsesBefore: number;
  readonly #hearProcess: (processId: number) => void;
  #parsed = 0;
  #trees: string[] = [];
  #rows: (string | null)[][] = [];
  #columns: readonly WireColumn[] = [];
  #parameterTypes: number[] = [];

  constructor(parsesBefore: number, hearProcess: (processId: number) => void) {
    this.#parsesBefore = parsesBefore;
    this.#hearProcess = hearProcess;
  }

  parseComplete(): void {
    this.#parsed++;
  }

  notice(fields: Readonly<Record<string, string>>): void {
    if (this.#parsed === this.#parsesBefore && fields['D']) this.#trees.push(fields['D']);
  }

  rows(chunk: Buffer, from: number, to: number): void {
    this.#rows.push(...textRows(chunk, from, to));
    this.#hearProcess(Number(this.#rows[0]?.[2]));
  }

  columns(columns: readonly WireColumn[]): void {
    this.#columns = columns;
  }

  parameterTypes(oids: number[]): void {
    this.#parameterTypes = oids;
  }

  prepared(withTrees: boolean): Prepared {
    const [inRecovery, lag] = this.#rows[0] ?? [];
    return {
      columns: this.#columns,
      parameterTypes: this.#parameterTypes,
      trees: withTrees ? this.#trees.map(shownTree).join('\n') : null,
      inRecovery: inRecovery === 't',
      lagSeconds: lag === null || lag === undefined ? null : Math.max(0, Number(lag)),
    };
  }
}
