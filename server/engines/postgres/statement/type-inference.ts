// Finds the types of parameters that PostgreSQL does not infer at one go, as in `:id is null or id = :id`.
import type { Parameter } from '../../../../domain/contract/parameter.ts';
import { OID } from '../types.ts';
import { fallbackType } from './parameter-types.ts';
import type { Reading } from './parser.ts';
import { unitOffset } from './position.ts';
import { ServerError } from '../wire/wire.ts';

/** A text as PostgreSQL is to read it, and the types that it is told (0: infer). */
export interface Typed {
  text: string;
  types: readonly number[];
}

interface Use {
  /** The index of its parameter. */
  parameter: number;
  from: number;
  to: number;
  /** The number of the parameter that stands for it while types are learnt; 0: itself. */
  standIn: number;
}

// Each try makes one type or one use known; what is not found by then takes the types that are left.
const MOST_TRIES = 12;

/**
 * Takes the errors that PostgreSQL answers, one after the other, and says what to ask next. A use that does
 * not tell its type (`:id is null`) is put aside while the other uses are asked for theirs; a parameter that
 * no use tells of is a number or a text, as it was declared.
 */
export class TypeInference {
  readonly #reading: Reading;
  readonly #parameters: readonly Parameter[];
  readonly #types: number[];
  readonly #uses: Use[];
  #standIns = 0;
  #triesLeft = MOST_TRIES;

  constructor(reading: Reading, parameters: readonly Parameter[], types: readonly number[]) {
    this.#reading = reading;
    this.#parameters = parameters;
    this.#types = [...types];
    this.#uses = reading.places.map(({ textFrom, textTo }) => {
      const number = /\$(\d+)/.exec(reading.text.slice(textFrom, textTo))?.[1];
      return { parameter: Number(number) - 1, from: textFrom, to: textTo, standIn: 0 };
    });
  }

  /** Whether the text that is asked for is not the one that will run. */
  get isLearning(): boolean {
    return this.#standIns > 0;
  }

  next(): Typed {
    const standIns = new Array<number>(this.#standIns).fill(OID.text);
    return { text: this.#text(), types: [...this.#types, ...standIns] };
  }

  #text(): string {
    const { text } = this.#reading;
    let written = '';
    let at = 0;
    for (const { from, to, standIn } of this.#uses) {
      const use = text.slice(from, to);
      written += text.slice(at, from) + (standIn === 0 ? use : use.replace(/\d+/, String(standIn)));
      at = to;
    }
    return written + text.slice(at);
  }

  /** Takes the types that the other uses told; every use then stands for itself again. */
  learn(resolved: readonly number[]): void {
    for (const { parameter, standIn } of this.#uses) {
      if (standIn > 0) this.#types[parameter] ||= resolved[parameter] ?? 0;
    }
    this.#restore();
  }

  /** Makes something of an error. False when it is not about a type that was to be inferred. */
  explain(error: unknown): boolean {
    if (!(error instanceof ServerError) || !this.#types.includes(0)) return false;
    if (!/^42(P18|P08|P38|P22|804|725|883)$/.test(error.sqlState)) return false;
    this.#triesLeft--;
    const named = /\$(\d+)/.exec(error.message)?.[1];
    if (this.#triesLeft <= 0) this.#takeFallbacks();
    else if (named === undefined) this.#takeFallbackNear(error);
    // With a detail it says which two types collide; without, that one use told none.
    else if (error.sqlState === '42P08' && error.fields['D'] === undefined) this.#putAside(error);
    else this.#takeFallback(Number(named) - 1);
    return true;
  }

  #putAside(error: ServerError): void {
    const use = this.#useNear(error);
    if (!use || use.standIn > 0 || this.#types[use.parameter] !== 0) return this.#takeFallbacks();
    this.#standIns++;
    use.standIn = this.#types.length + this.#standIns;
  }

  #takeFallbackNear(error: ServerError): void {
    const use = this.#useNear(error);
    if (use) this.#takeFallback(use.parameter);
    else this.#takeFallbacks();
  }

  // The use at the place of the error, or the one nearest to it whose type is not known.
  #useNear(error: ServerError): Use | null {
    const place = unitOffset(this.#text(), Number(error.fields['P'] ?? 1) - 1) - this.#shift(error);
    const open = this.#uses.filter((use) => this.#types[use.parameter] === 0 && use.standIn === 0);
    const distance = ({ from, to }: Use) =>
      place < from ? from - place : place >= to ? place - to + 1 : 0;
    return open.sort((a, b) => distance(a) - distance(b))[0] ?? null;
  }

  // How much longer the stand-ins before the place made the text.
  #shift(error: ServerError): number {
    const place = unitOffset(this.#text(), Number(error.fields['P'] ?? 1) - 1);
    let shift = 0;
    for (const { parameter, from, standIn } of this.#uses) {
      if (standIn === 0 || from + shift >= place) continue;
      shift += String(standIn).length - String(parameter + 1).length;
    }
    return shift;
  }

  #takeFallback(index: number): void {
    const parameter = this.#parameters[index];
    if (!parameter || this.#types[index] !== 0) return this.#takeFallbacks();
    this.#types[index] = fallbackType(parameter);
    for (const use of this.#uses) if (use.parameter === index) use.standIn = 0;
    if (this.#uses.every(({ standIn }) => standIn === 0)) this.#standIns = 0;
  }

  #takeFallbacks(): void {
    this.#parameters.forEach(
      (parameter, index) => (this.#types[index] ||= fallbackType(parameter)),
    );
    this.#restore();
  }

  #restore(): void {
    for (const use of this.#uses) use.standIn = 0;
    this.#standIns = 0;
  }
}
