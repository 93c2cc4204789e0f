// Has PostgreSQL resolve a statement, finds the types of its parameters, and lets the guard look at it.
import type { Parameter } from '../../../../domain/contract/parameter.ts';
import type { Reading } from './parser.ts';
import { OID } from '../types.ts';
import { bindValue, declaredType, fallbackType } from './parameter-types.ts';
import type { CatalogStamp } from '../session/standing.ts';
import type { KnownParameters, ServerKnowledge } from '../servers/knowledge.ts';
import type { Prepared } from '../session/prepare-answer.ts';
import type { Session } from '../session/session.ts';
import { isUnknownZone, otherZoneName } from '../session/zone-names.ts';
import { TypeInference } from './type-inference.ts';
import type { CheckedValue } from '../../checked-value.ts';
import type { BoundValue } from '../wire/messages.ts';
import { arrayTypes } from './sheet-arrays.ts';
import { ConnectionLost, ServerError } from '../wire/wire.ts';

export interface Statement {
  reading: Reading;
  parameters: readonly Parameter[];
  timeZone: string;
  statementTimeoutMs: number;
  /** The arrays of its sheet tables; empty ones where they are left out. */
  arrays?: readonly Buffer[];
}

/** What is known of a statement that was found harmless before. */
export interface KnownStatement extends KnownParameters {
  stamp: CatalogStamp | null;
}

/**
 * Prepares the statement within a new transaction of the session and checks everything that it would reach.
 * Throws Problem sql_not_allowed, and ServerError where PostgreSQL does not accept it.
 */
export async function prepareStatement(
  session: Session,
  knowledge: ServerKnowledge,
  statement: Statement,
): Promise<Prepared> {
  const { timeZone } = statement;
  try {
    return await prepareInZone(session, knowledge, statement);
  } catch (error) {
    if (!isUnknownZone(error)) throw error;
    const other = await otherZoneName(session, timeZone);
    if (other === null) throw error;
    knowledge.keepZoneName(timeZone, other);
    return prepareInZone(session, knowledge, { ...statement, timeZone: other });
  }
}

async function prepareInZone(
  session: Session,
  knowledge: ServerKnowledge,
  statement: Statement,
): Promise<Prepared> {
  const key = keyOf(statement);
  const { resolution } = knowledge;
  if (!resolution.isSettled(key)) await resolution.checkBefore(session, statement.reading);
  const prepared = await new Preparation(session, knowledge, statement, key).run();
  if (prepared.trees !== null) await resolution.check(session, key, prepared.trees);
  const oids = [...prepared.parameterTypes, ...prepared.columns.map(({ oid }) => oid)];
  await knowledge.learnTypes(session, oids);
  await knowledge.learnKeys(session, prepared.columns);
  return prepared;
}

/** The values in the text form that PostgreSQL reads for the statement's types. Throws Problem invalid_value. */
export function bindValues(
  { parameters, reading, arrays }: Statement,
  values: readonly CheckedValue[],
  { parameterTypes }: Pick<Prepared, 'parameterTypes'>,
  knowledge: ServerKnowledge,
): BoundValue[] {
  const elementOf = (oid: number) => knowledge.elementOf(oid);
  const bound = parameters.map((parameter, index) =>
    bindValue(parameter, values[index] ?? null, parameterTypes[index] ?? OID.text, elementOf),
  );
  return [...bound, ...(arrays ?? arrayTypes(reading.sheetTables).map(() => '{}'))];
}

/** What is known of a statement that was found harmless within the last minute; null when it must be looked at. */
export function knownStatement(
  knowledge: ServerKnowledge,
  statement: Statement,
): KnownStatement | null {
  const key = keyOf(statement);
  const parameters = knowledge.parameterTypes(key);
  if (!parameters || !knowledge.resolution.isKnown(key)) return null;
  return { ...parameters, stamp: knowledge.resolution.stampOf(key) };
}

/** Has the statement looked at anew. */
export function forgetStatement(knowledge: ServerKnowledge, statement: Statement): void {
  knowledge.forgetStatement(keyOf(statement));
}

// The same text may be declared with other types.
function keyOf({ reading, parameters }: Statement): string {
  const types = parameters.map(({ type, list }) => `${type}${list ? '[]' : ''}`);
  return `${types.join(',')}\n${reading.text}`;
}

class Preparation {
  readonly #session: Session;
  readonly #knowledge: ServerKnowledge;
  readonly #statement: Statement;
  readonly #key: string;

  constructor(session: Session, knowledge: ServerKnowledge, statement: Statement, key: string) {
    this.#session = session;
    this.#knowledge = knowledge;
    this.#statement = statement;
    this.#key = key;
  }

  async run(): Promise<Prepared> {
    const known = this.#knowledge.parameterTypes(this.#key);
    if (known) return this.#prepareAsBefore(known);
    const { prepared, types } = await this.#infer();
    return this.#asDeclared(prepared, types);
  }

  // A column may have another type by now.
  async #prepareAsBefore({ told }: KnownParameters): Promise<Prepared> {
    try {
      return await this.#prepare(told);
    } catch (error) {
      if (!(error instanceof ServerError) || told.every((type) => type === 0)) throw error;
    }
    this.#knowledge.forgetStatement(this.#key);
    await this.#beginAnew();
    return this.run();
  }

  // PostgreSQL only reads what is asked on the way; it executes none of it.
  async #infer(): Promise<{ prepared: Prepared; types: readonly number[] }> {
    const { reading, parameters } = this.#statement;
    const inference = new TypeInference(reading, parameters, [
      ...parameters.map(declaredType),
      ...arrayTypes(reading.sheetTables),
    ]);
    for (;;) {
      const { text, types } = inference.next();
      try {
        const prepared = await this.#prepare(types, text);
        if (!inference.isLearning) return { prepared, types };
        inference.learn(prepared.parameterTypes);
      } catch (error) {
        if (!inference.explain(error)) throw error;
      }
      await this.#beginAnew();
    }
  }

  #prepare(
    parameterTypes: readonly number[],
    sql = this.#statement.reading.text,
  ): Promise<Prepared> {
    const { timeZone, statementTimeoutMs } = this.#statement;
    const withTrees = !this.#knowledge.resolution.isSettled(this.#key);
    return this.#session.prepare({ sql, parameterTypes, timeZone, statementTimeoutMs, withTrees });
  }

  async #beginAnew(): Promise<void> {
    if (await this.#session.wipe()) return;
    throw new ConnectionLost('the session could not be begun anew');
  }

  async #prepareAgain(types: readonly number[]): Promise<Prepared> {
    await this.#beginAnew();
    return this.#prepare(types);
  }

  // `select :n` alone makes PostgreSQL take text; a number is a number, and a list a list, wherever the
  // query allows it.
  async #asDeclared(prepared: Prepared, types: readonly number[]): Promise<Prepared> {
    const { parameters } = this.#statement;
    const declared = types.map((type, index) => {
      const parameter = parameters[index];
      const isText = type === 0 && prepared.parameterTypes[index] === OID.text;
      return isText && parameter ? fallbackType(parameter) : type;
    });
    const differs = declared.some((type, index) => type !== types[index] && type !== OID.text);
    if (!differs) return this.#kept(prepared, types);
    try {
      return this.#kept(await this.#prepareAgain(declared), declared);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
    }
    return this.#kept(await this.#prepareAgain(types), types);
  }

  #kept(prepared: Prepared, types: readonly number[]): Prepared {
    const { parameterTypes: resolved } = prepared;
    this.#knowledge.keepParameterTypes(this.#key, { told: [...types], resolved });
    return prepared;
  }
}
