// What a refresh costs in Google Sheets: the built add-on on the simulator, against the product.
import { columns, openSpreadsheet, wideTable, type Cost } from './add-on.ts';
import { using } from './database.ts';
import { queryFile, startProduct, type Product } from './product.ts';
import type { Setting } from './setting.ts';
import type { Measure } from './table.ts';

const sizes = [100, 10_000, 100_000];

interface Change {
  name: string;
  /** What becomes true of the rows of the database before the refresh. */
  sql: (rows: number) => string;
  /** The largest share of the cells that may be written, for ranges larger than a page; of smaller ones
   * more may be written to save calls. Absent where nothing is asked. */
  mostWritten?: number;
  /** The most calls, for ranges of up to a page, and for larger ones where anything is asked of them. */
  mostCalls: number;
  mostCallsLarge?: number;
}

const pageRows = 20_000;

const changes: Change[] = [
  { name: 'not changed', sql: () => 'select', mostWritten: 0, mostCalls: 60 },
  {
    name: '1 % changed in one block',
    sql: (rows) => `update cells set amount = amount + 1 where id <= ${rows / 100}`,
    mostWritten: 0.05,
    mostCalls: 90,
  },
  {
    name: '1 % changed, scattered',
    sql: () => 'update cells set amount = amount + 1 where id % 100 = 50',
    // Few calls rather than few cells: a call takes as long as some thousand cells of the same one.
    mostWritten: 0.1,
    mostCalls: 110,
    mostCallsLarge: 200,
  },
  {
    name: 'wholly changed',
    sql: () => `update cells set customer = customer || '.', amount = amount + 1`,
    mostCalls: 90,
  },
];

const cellsQuery = (rows: number) =>
  queryFile(`Cells ${rows}`, `select * from cells where id <= ${rows} order by id`);

/** Calls to Google's services and to the backend, cells read and written, and bytes, for each size and change. */
export async function measureRefreshes(setting: Setting): Promise<Measure[]> {
  const { adminUrl, url } = setting.database;
  const admin = (sql: string) => using(adminUrl, (client) => client.query(sql));
  await admin(`drop table if exists cells; ${wideTable}; grant select on cells to public`);
  const catalog = Object.fromEntries(sizes.map((rows) => [`cells-${rows}.sql`, cellsQuery(rows)]));
  const product = await startProduct({ sourceUrl: url, catalog });
  try {
    const measures: Measure[] = [];
    for (const rows of sizes) measures.push(...(await measureSize(rows, product, admin)));
    return [...measures, ...(await measureOwn(product, admin))];
  } finally {
    await product.stop();
    await admin('drop table cells');
  }
}

async function measureSize(
  rows: number,
  product: Product,
  admin: (sql: string) => Promise<unknown>,
): Promise<Measure[]> {
  const spreadsheet = await openSpreadsheet(product);
  try {
    const whole = spreadsheet.cost(() => spreadsheet.insert(`cells-${rows}`));
    const measures = measuresOf({ rows, name: 'inserted', cost: whole, whole });
    for (const { name, sql, mostCalls: mostSmall, ...most } of changes) {
      await admin(sql(rows));
      const cost = spreadsheet.cost(() => spreadsheet.refresh());
      const mostCalls = rows > pageRows ? most.mostCallsLarge : mostSmall;
      measures.push(
        ...measuresOf({ rows, name, cost, whole, mostWritten: most.mostWritten, mostCalls }),
      );
    }
    return measures;
  } finally {
    spreadsheet.close();
  }
}

/** What somebody keeps in two columns beside the range may cost: calls, and cells read, against a range without. */
const mostForOwn = 1.5;

/** The largest range, with notes in two columns beside its rows and without, each refreshed after the same changes. */
async function measureOwn(
  product: Product,
  admin: (sql: string) => Promise<unknown>,
): Promise<Measure[]> {
  const rows = Math.max(...sizes);
  const [bare, noted] = [await openSpreadsheet(product), await openSpreadsheet(product)];
  try {
    for (const spreadsheet of [bare, noted]) spreadsheet.insert(`cells-${rows}`);
    noted.note(rows);
    // What names a row is asked about once, where one with a note changes, and that refresh reads what stands beside.
    await admin('update cells set amount = amount + 1 where id = 1');
    for (const spreadsheet of [bare, noted]) spreadsheet.refresh();
    const measures: Measure[] = [];
    for (const { name, sql } of changes.slice(0, 3)) {
      await admin(sql(rows));
      const [without, cost] = [bare, noted].map((one) => one.cost(() => one.refresh()));
      if (!without || !cost) continue;
      const what = `${rows.toLocaleString('en')} rows with two own columns, ${name}`;
      const times = { unit: '× without', mustReach: mostForOwn };
      measures.push(
        { name: `${what}: calls to Google`, value: cost.calls / without.calls, ...times },
        { name: `${what}: cells read`, value: cost.cellsRead / without.cellsRead, ...times },
      );
    }
    return measures;
  } finally {
    for (const spreadsheet of [bare, noted]) spreadsheet.close();
  }
}

interface Priced {
  rows: number;
  name: string;
  cost: Cost;
  /** What the whole range cost when it was inserted. */
  whole: Cost;
  mostWritten?: number | undefined;
  mostCalls?: number | undefined;
}

function measuresOf({ rows, name, cost, whole, mostWritten, mostCalls }: Priced): Measure[] {
  const all = rows * columns;
  const what = `${rows.toLocaleString('en')} rows ${name}`;
  const count = (value: number, word: string) => `${value.toLocaleString('en')} ${word}`;
  const unit = '× the range';
  const asksWritten = mostWritten === 0 || rows > pageRows;
  const limit = asksWritten && mostWritten !== undefined ? { mustReach: mostWritten } : {};
  const callLimit = mostCalls === undefined ? {} : { mustReach: mostCalls };
  return [
    { name: `${what}: calls to Google`, value: cost.calls, unit: 'calls', ...callLimit },
    {
      ...{ name: `${what}: cells read`, value: cost.cellsRead / all, unit },
      note: count(cost.cellsRead, 'cells'),
    },
    {
      ...{ name: `${what}: cells written`, value: cost.cellsWritten / all, unit, ...limit },
      note: `${count(cost.cellsWritten, 'cells')}, counted for content and for format`,
    },
    {
      ...{ name: `${what}: fetched`, value: cost.bytes / whole.bytes, unit },
      note: `${count(cost.bytes, 'bytes')} in ${count(cost.requests, 'requests')}`,
    },
  ];
}
