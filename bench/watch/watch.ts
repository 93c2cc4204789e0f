// What the server does by itself: how late alerts are evaluated, how soon a bad row is told, how fast the outbox empties, and
// what the clock costs when nothing is due.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { peakMegabytes } from '../memory.ts';
import type { Setting } from '../setting.ts';
import { median, percentile, type Measure } from '../table.ts';
import { openLab, statementsDuring, untilNone, type WatchLab } from './lab.ts';

const alerts = 1_000;
const schedules = 10_000;
const messages = 100_000;

export async function measureWatch(_: Setting): Promise<Measure[]> {
  const lab = await openLab();
  try {
    await keepSchedules(lab);
    return [
      // First, for what has ended seconds ago still has its traces.
      ...(await idle(lab)),
      ...(await allAtOnce(lab)),
      await untilTold(lab),
      await lateness(lab),
      ...(await outbox(lab)),
    ];
  } finally {
    await lab.stop();
  }
}

/** From the moment at which an alert is due that a row which is there breaks, until the message has come. */
async function untilTold({ own, data, places: [place], make }: WatchLab): Promise<Measure> {
  const durations: number[] = [];
  const { id } = await make('/api/alerts', {
    ...{ query: 'bad', name: 'one', values: { number: 'one' }, to: [place?.name] },
    every: '1 minute',
  });
  await untilNone(own, 'select from alerts where due_at <= now()', 10_000);
  for (let turn = 0; turn < 11; turn++) {
    await data.query(turn % 2 === 0 ? `insert into bad values ('one')` : 'truncate bad');
    const before = place?.came.length ?? 0;
    // At any moment between two looks of the clock.
    await sleep(200 + turn * 90);
    await own.query('update alerts set due_at = clock_timestamp() where id = $1', [id]);
    const due = performance.now();
    while (place?.came.length === before) await sleep(5);
    durations.push((place?.came.at(-1) ?? 0) - due);
  }
  await own.query('truncate alerts cascade');
  await data.query('truncate bad');
  return {
    name: 'a bad row → its message, beyond the minute, the longest of 11',
    value: Math.max(...durations) / 1_000,
    unit: 's',
    ...{ mustReach: 3, aim: 1, note: `median ${(median(durations) / 1_000).toFixed(2)} s` },
  };
}

/** All are due in the same second, twice. */
async function lateness({ own, make, places: [place] }: WatchLab): Promise<Measure> {
  for (let n = 0; n < alerts; n++)
    await make('/api/alerts', {
      ...{ query: 'bad', name: `alert-${n}`, values: { number: `n-${n}` }, to: [place?.name] },
      every: '1 minute',
    });
  await untilNone(own, 'select from alerts where due_at <= now()', 120_000);
  const { rows } = await own.query<{ slot: Date }>(
    `with moved as (update alerts set lease = null, lease_until = null,
         due_at = date_trunc('second', now()) + interval '3 seconds' returning due_at)
     select max(due_at) as slot from moved`,
  );
  const slot = rows[0]?.slot.toISOString();
  const second = `'${slot}'::timestamptz + interval '1 minute'`;
  await untilNone(own, `select from alerts where due_at <= ${second}`, 180_000);
  const late = await own.query<{ seconds: number }>(
    `select extract(epoch from evaluated_at - slot)::float8 as seconds from alert_evaluations
     where slot in ('${slot}', ${second}) order by seconds`,
  );
  const seconds = late.rows.map((row) => row.seconds);
  if (seconds.length < 2 * alerts)
    throw new Error(`${seconds.length} evaluations of ${2 * alerts}`);
  await own.query('truncate alerts cascade');
  return {
    name: '1,000 alerts every minute, all due at once: late, p99',
    value: percentile(seconds, 0.99),
    unit: 's',
    ...{ mustReach: 5, aim: 2, note: `median ${percentile(seconds, 0.5).toFixed(2)} s` },
  };
}

/** Due tomorrow; each with values of its own, so that none shares the run of another. */
async function keepSchedules({ own, make, places }: WatchLab): Promise<void> {
  const { id } = await make('/api/subscriptions', {
    ...{ query: 'bad', values: { number: 'none' }, when: 'not_empty', to: places[0]?.name },
    every: { every: 'day', hour: 3 },
  });
  await own.query(
    `insert into timed_queries (kind, query, owner, content, due_at, source)
     select kind, query, owner, jsonb_set(content, '{values,number}', to_jsonb('n-' || n)), now() + interval '1 day',
       'bench'
     from timed_queries, generate_series(1, ${schedules}) n where id = '${id}'`,
  );
  await own.query(`delete from timed_queries where id = '${id}'`);
}

const idleSeconds = 30;

/** Thousands are kept, and none is due. */
async function idle(lab: WatchLab): Promise<Measure[]> {
  const { product } = lab;
  // What the start has left behind.
  await sleep(10_000);
  let cpu = 0;
  const { count, looks } = await statementsDuring(lab, async () => {
    const before = cpuSeconds(product.pid);
    await sleep(idleSeconds * 1_000);
    cpu = cpuSeconds(product.pid) - before;
  });
  return [
    {
      name: 'with nothing due: of a core',
      value: (100 * cpu) / idleSeconds,
      unit: '%',
      mustReach: 1,
    },
    {
      name: 'with nothing due: statements of a server, all that there are',
      value: count / idleSeconds,
      unit: 'each second',
      // Of what comes once in twenty seconds, half a minute may see one more.
      ...{ mustReach: 1.05, note: `${(looks / idleSeconds).toFixed(2)} of the clock` },
    },
  ];
}

/** All that are kept. */
async function allAtOnce(lab: WatchLab): Promise<Measure[]> {
  const { own } = lab;
  let [claimed, done] = [0, 0];
  const { slowestMs, slowest } = await statementsDuring(lab, async () => {
    await own.query('update timed_queries set due_at = now()');
    const due = performance.now();
    const isLeft = 'select from timed_queries where due_at <= now()';
    await untilNone(own, `${isLeft} and lease is null`, 180_000);
    claimed = performance.now() - due;
    await untilNone(own, isLeft, 60_000);
    done = performance.now() - due;
  });
  const written = await own.query(`select from timed_slots where outcome = 'empty'`);
  if (written.rowCount !== schedules) throw new Error(`${written.rowCount} of ${schedules} times`);
  return [
    {
      name: '10,000 schedules due in the same second, all claimed',
      value: claimed / 1_000,
      unit: 's',
      ...{ mustReach: 10, aim: 3, note: `all done after ${(done / 1_000).toFixed(1)} s` },
    },
    {
      name: 'the slowest statement meanwhile',
      value: slowestMs,
      unit: 'ms',
      ...{ mustReach: 50, note: slowestMs > 50 ? slowest.slice(0, 60) : '' },
    },
  ];
}

/** As many to each place; one of them is dead. */
async function outbox({ own, places, product }: WatchLab): Promise<Measure[]> {
  await own.query('truncate timed_queries, deliveries cascade');
  const message = {
    ...{ what: 'fires', alert: { id: '', name: 'Many', note: '' }, subjects: [], count: 3 },
    ...{ query: { slug: 'bad', title: 'Bad rows' }, at: new Date().toISOString() },
    ...{ isWhole: false, frozen: null, reason: null },
  };
  for (const place of places) place.came.length = 0;
  const alive = places.slice(0, -1);
  const wanted = (messages / places.length) * alive.length;
  const came = () => alive.reduce((sum, place) => sum + place.came.length, 0);
  await own.query(
    `insert into deliveries (destination, identity, message, thread)
     select o.id, 'bench/' || n, $1, 'thread/' || n / 2
     from generate_series(1, ${messages / places.length}) n cross join destinations o`,
    [JSON.stringify(message)],
  );
  const begun = performance.now();
  const until = async (count: number): Promise<void> => {
    while (came() < count && performance.now() - begun < 600_000) await sleep(100);
  };
  const first = await peakMegabytes(product.pid, () => until(wanted / 5));
  const rest = await peakMegabytes(product.pid, () => until(wanted));
  const seconds = (performance.now() - begun) / 1_000;
  return [
    {
      name: '100,000 messages to 5 destinations, one of them dead',
      value: came() / seconds,
      unit: 'messages/s',
      ...{ mustReach: 200, aim: 1_000, higherIsBetter: true },
    },
    {
      name: 'peak memory of the last four fifths',
      value: rest / first,
      unit: '× the first fifth',
      ...{ mustReach: 1.25, note: `${Math.round(rest)} MB` },
    },
  ];
}

/** Of the process so far; NaN where the system does not say it. */
function cpuSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    // Its 14th and 15th fields, in hundredths of a second (proc(5)).
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return NaN;
  }
}
