// What every engine must do: its tests call `testEngine` with statements in its own language.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Parameter } from '../../domain/contract/parameter.ts';
import type { CheckedValue } from '../../server/engines/checked-value.ts';
import type { EngineSource, HeldTurn, ReadText } from '../../server/engines/engine.ts';
import type { Kind } from '../../server/engines/kinds.ts';
import {
  textRows,
  type Flow,
  type RunOutcome,
  type RowSink,
  type RunStart,
} from '../../server/engines/rows.ts';
import { Clock, Stop, cancelled } from '../../server/engines/stop.ts';

type Row = (string | null)[];

/** How an engine says what the tests ask. */
export interface Dialect {
  /** As many rows as `count`, one column `n` of whole numbers from 1 on. */
  numbers(count: number): string;
  /** One row for each: an expression, the kind of its column, and its text. */
  values: readonly (readonly [expression: string, kind: Kind, text: string | null])[];
  /** Statements that would change something, by what they do. */
  writes: readonly (readonly [what: string, sql: string])[];
  /** Text that stands for what `writes` could change: the same as long as nothing did. */
  untouched(): Promise<string>;
  /** Works for minutes, and can be stopped. */
  endless: string;
  /** Wrong texts, and where: lines and columns from 1. */
  wrong: readonly { sql: string; line: number; column: number }[];
  /** Queries that give the value of `:v` back as the text that is said. */
  parameters: readonly {
    parameter: Omit<Parameter, 'name'>;
    sql: string;
    value: CheckedValue;
    text: string | null;
  }[];
  /** The seconds since 1970 of the timestamp `:v`. */
  secondsOf: string;
  /** A query whose parameter `:v` is a number for the database, and is not declared. */
  infersNumber: string;
  /** A table that its role may read: its name, and its columns. */
  table: { name: string; columns: readonly string[] };
  /** A text with a literal that could become a parameter, and that literal. */
  literal: { sql: string; text: string };
  /** Gives the columns `name` and `size` of the sheet table `things`. */
  sheetTable: string;
}

export interface EngineSubject {
  source: EngineSource;
  dialect: Dialect;
  /** Sessions of ours that still do something. */
  atWork(): Promise<number>;
  stop(): Promise<void>;
}

const LIMITS = { timeoutSeconds: 20, maxRows: 1_000_000, maxBytes: 2 ** 30 };
const noTurn: HeldTurn = { holdFor: () => {} };

class Collected implements RowSink {
  about: RunStart | null = null;
  rowsTaken: Row[] = [];
  flow: Flow | null = null;
  onRows: () => void = () => {};

  start(about: RunStart, flow: Flow): void {
    this.about = about;
    this.flow = flow;
    this.rowsTaken = [];
  }

  rows(chunk: Buffer, from: number, to: number): void {
    this.rowsTaken.push(...textRows(chunk, from, to));
    this.onRows();
  }
}

interface Asked {
  parameters?: readonly Parameter[];
  values?: readonly CheckedValue[];
  timeZone?: string;
  truncateAt?: number;
  limits?: Partial<typeof LIMITS>;
  stop?: Stop;
  sink?: Collected;
}

/** Puts the engine through everything that engine.ts promises. */
export function testEngine(title: string, start: () => Promise<EngineSubject>): void {
  describe(title, () => {
    let subject: EngineSubject;
    let source: EngineSource;
    let dialect: Dialect;
    beforeAll(async () => {
      subject = await start();
      ({ source, dialect } = subject);
    });
    afterAll(() => subject?.stop());

    async function run(sql: string, asked: Asked = {}) {
      const { parameters = [], values = [], timeZone = 'UTC', truncateAt = 1_000_000 } = asked;
      const sink = asked.sink ?? new Collected();
      const stop = asked.stop ?? new Stop();
      const limits = { ...LIMITS, ...asked.limits };
      const reading = await source.read(
        sql,
        parameters.map(({ name }) => name),
      );
      const clock = new Clock(stop, limits.timeoutSeconds);
      const execution = { reading, parameters, values, timeZone, stop, clock, sink };
      try {
        const outcome: RunOutcome = await source.execute(
          { ...execution, sheetRows: [], limits, truncateAt, askedAt: new Date() },
          noTurn,
        );
        return { outcome, rows: sink.rowsTaken, columns: outcome.columns };
      } catch (error) {
        throw source.problemOf(error, { sql, reading, tellsAll: true, sourceName: 'subject' });
      } finally {
        clock.end();
      }
    }

    const untilAtRest = async () => {
      const giveUp = Date.now() + 20_000;
      while ((await subject.atWork()) > 0 && Date.now() < giveUp) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(await subject.atWork()).toBe(0);
    };

    test('it can be used, and says so', async () => {
      expect(await source.look()).toMatchObject({ problem: null });
      expect(source.servers.some(({ healthy }) => healthy)).toBe(true);
      expect(source.capacity).toBeGreaterThan(0);
    });

    test('rows come whole and in order, with their number', async () => {
      const { outcome, rows, columns } = await run(dialect.numbers(10_000));

      expect(columns.map(({ name }) => name)).toEqual(['n']);
      expect(rows.map(([n]) => Number(n))).toEqual(
        Array.from({ length: 10_000 }, (_, index) => index + 1),
      );
      expect(outcome).toMatchObject({ rowCount: 10_000, truncated: false, cached: false });
    });

    test('each value is exactly what the database holds, with its kind', async () => {
      for (const [expression, kind, text] of dialect.values) {
        const { rows, columns } = await run(`select ${expression} as v`);
        expect([expression, columns[0]?.kind, rows]).toEqual([expression, kind, [[text]]]);
      }
    });

    test('what would change something is refused or fails, and has changed nothing', async () => {
      const before = await dialect.untouched();
      for (const [what, sql] of dialect.writes) {
        const outcome = await run(sql).then(
          () => `${what} went through`,
          ({ code }: { code?: string }) => code ?? `${what} failed without a problem`,
        );
        expect(['sql_not_allowed', 'sql_invalid', 'sql_failed']).toContain(outcome);
      }
      expect(await dialect.untouched()).toBe(before);
    });

    test('a result is cut after the rows that were asked for, and that is told', async () => {
      const { outcome, rows } = await run(dialect.numbers(100_000), { truncateAt: 7 });

      expect(rows).toHaveLength(7);
      expect(outcome).toMatchObject({ rowCount: 7, truncated: true });
      await untilAtRest();
    });

    test('a result of just as many rows is whole', async () => {
      const { outcome } = await run(dialect.numbers(7), { truncateAt: 7 });

      expect(outcome).toMatchObject({ rowCount: 7, truncated: false });
    });

    test('a result of too many bytes ends as too large', async () => {
      const running = run(dialect.numbers(200_000), { limits: { maxBytes: 100_000 } });

      await expect(running).rejects.toMatchObject({ code: 'result_too_large' });
      await untilAtRest();
    });

    test('a run that is cancelled ends at once, and nothing of it works on', async () => {
      const stop = new Stop();
      const running = run(dialect.endless, { stop });
      setTimeout(() => stop.because(cancelled()), 500);

      await expect(running).rejects.toMatchObject({ code: 'run_cancelled' });
      await untilAtRest();
    });

    test('a run that takes too long is ended by its limit', async () => {
      const running = run(dialect.endless, { limits: { timeoutSeconds: 1 } });

      await expect(running).rejects.toMatchObject({ code: 'sql_timed_out' });
      await untilAtRest();
    });

    test('a reader who pauses loses no row', async () => {
      const sink = new Collected();
      let pauses = 0;
      sink.onRows = () => {
        if (pauses++ > 20) return;
        sink.flow?.pause();
        setTimeout(() => sink.flow?.resume(), 10);
      };

      const { rows } = await run(dialect.numbers(50_000), { sink });

      expect(rows).toHaveLength(50_000);
      expect(rows.at(-1)).toEqual(['50000']);
    });

    test('a wrong text is told with its place', async () => {
      for (const { sql, line, column } of dialect.wrong) {
        await expect(run(sql)).rejects.toMatchObject({
          code: 'sql_invalid',
          extras: { line, column },
        });
      }
    });

    test('a parameter of each type reaches the database as it is', async () => {
      for (const { parameter, sql, value, text } of dialect.parameters) {
        const { rows } = await run(sql, {
          parameters: [{ name: 'v', ...parameter }],
          values: [value],
        });
        expect([sql, rows]).toEqual([sql, [[text]]]);
      }
    });

    test('a value is never read as text of the query', async () => {
      const evil = `'; drop table t; -- $1 :v \\ "`;
      const [text] = dialect.parameters.filter(({ parameter }) => parameter.type === 'text');
      const { rows } = await run(text?.sql ?? '', {
        parameters: [{ name: 'v', type: 'text' }],
        values: [evil],
      });

      expect(rows).toEqual([[evil]]);
    });

    test('a timestamp without an offset is read in the time zone of the run', async () => {
      const secondsIn = async (timeZone: string) => {
        const { rows } = await run(dialect.secondsOf, {
          parameters: [{ name: 'v', type: 'timestamp' }],
          values: ['2026-07-01 12:00:00'],
          timeZone,
        });
        return Number(rows[0]?.[0]);
      };

      const utc = await secondsIn('UTC');
      expect(utc - (await secondsIn('Europe/Paris'))).toBe(2 * 3600);
      expect(utc - (await secondsIn('America/New_York'))).toBe(-4 * 3600);
    });

    test('a run leaves nothing behind for the next one', async () => {
      await run(dialect.numbers(1), { timeZone: 'Asia/Tokyo' });
      await expect(run(dialect.wrong[0]?.sql ?? '')).rejects.toMatchObject({ code: 'sql_invalid' });

      const { rows } = await run(dialect.secondsOf, {
        parameters: [{ name: 'v', type: 'timestamp' }],
        values: ['1970-01-01 00:00:00'],
      });

      expect(rows).toEqual([[expect.stringMatching(/^0(\.0+)?$/)]]);
    });

    const textOf = async (sql: string, declared: Parameter[] | null, stop = new Stop()) => {
      const reading: ReadText = await source.read(sql, declared?.map(({ name }) => name) ?? null);
      const known = declared ?? [];
      const parameters = reading.names.map(
        (name): Parameter => known.find((one) => one.name === name) ?? { name, type: 'text' },
      );
      return { reading, parameters, declared: known, timeZone: 'UTC', stop };
    };

    test('a text is described by its columns and parameters, and not run', async () => {
      const described = await source.describe(await textOf(dialect.numbers(3), []), noTurn);
      const inferring = await source.describe(await textOf(dialect.infersNumber, null), noTurn);

      expect(described.columns.map(({ name }) => name)).toEqual(['n']);
      expect(inferring.parameters).toMatchObject([{ name: 'v', type: 'number' }]);
      const endless = await source.describe(await textOf(dialect.endless, []), noTurn);
      expect(endless.columns).not.toHaveLength(0);
    });

    test('a text is explained in words without being run', async () => {
      const text = await textOf(dialect.endless, []);
      const explained = await source.explain(
        { ...text, values: [], maxRows: 1000, sheetRows: [] },
        noTurn,
      );

      expect(explained.steps.length).toBeGreaterThan(0);
      expect(typeof explained.expensive).toBe('boolean');
    });

    test('the rows of a sheet table are read as they are given, or the text is refused in a sentence', async () => {
      const columns = [
        { name: 'name', type: 'text' },
        { name: 'size', type: 'number' },
      ] as const;
      const known = (name: string) => (name === 'things' ? columns : null);
      const reading = await source.read(dialect.sheetTable, [], known).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'sql_not_allowed' });
        return null;
      });
      if (reading === null) return;
      expect(reading.sheetTables).toEqual([{ name: 'things', columns }]);
      const names = ['a "b", {c} \\', null];
      const sizes = ['12345678901234567890.5', '2'];
      const [stop, sink] = [new Stop(), new Collected()];
      const clock = new Clock(stop, LIMITS.timeoutSeconds);
      const sheetRows = [{ columns: [names, sizes], rowCount: 2 }];
      const asked = { reading, parameters: [], values: [], timeZone: 'UTC', stop, clock, sink };
      await source.execute(
        { ...asked, sheetRows, limits: LIMITS, truncateAt: 10, askedAt: new Date() },
        noTurn,
      );
      clock.end();

      expect(sink.rowsTaken).toEqual(names.map((name, index) => [name, sizes[index]]));
    });

    test('its tables are told with their columns', async () => {
      const { tables } = await source.schema(new Stop(), noTurn);
      const found = tables.find(({ name }) => name === dialect.table.name);

      expect(found?.columns.map(({ name }) => name)).toEqual(dialect.table.columns);
    });

    test('the literals of a text are found where they stand', async () => {
      const { sql, text } = dialect.literal;
      const [literal] = await source.literals(sql, []);

      expect(literal?.text).toBe(text);
      expect(sql.slice(literal?.from, literal?.to)).toBe(text);
    });
  });
}
