// What the server's work at spreadsheets costs: refreshes by the Sheets API in requests, cells and bytes, and queries that read a
// sheet beside the database. How five hundred ranges share a minute's sixty requests is a test: test/sheets/rush.test.ts.
import { KnownMarks } from '../../server/sheets/known-marks.ts';
import { columns, openSpreadsheet, wideTable } from '../add-on.ts';
import { using } from '../database.ts';
import { queryFile, startProduct, type Product } from '../product.ts';
import type { Setting } from '../setting.ts';
import type { Measure } from '../table.ts';
import { refreshCost, type GoogleCost } from './server-refresh.ts';
import { measureTables, tableCatalog, tableSql } from './tables.ts';

const rows = 100_000;
const cells = rows * columns;

const catalog = {
  'cells-all.sql': queryFile('All cells', 'select * from cells order by id'),
  'cells-grown.sql': queryFile(
    'Cells that grew',
    'select * from cells where id <= (select most from grown) order by id',
  ),
  ...tableCatalog,
};

/** The table of what the server does by Google's Sheets API. */
export async function measureSheets(setting: Setting): Promise<Measure[]> {
  const { adminUrl, url } = setting.database;
  const admin = (sql: string) => using(adminUrl, (client) => client.query(sql));
  await admin(`drop table if exists cells; ${wideTable}; drop table if exists grown;
    create table grown as select 10 as most; ${tableSql}; grant select on all tables in schema public to public`);
  const product = await startProduct({ sourceUrl: url, catalog });
  try {
    return [
      ...(await measureChanges(product, admin)),
      ...(await measureGrowth(product, admin)),
      ...(await measureTables(product)),
    ];
  } finally {
    await product.stop();
    await admin('drop table cells, grown, facts');
  }
}

type Admin = (sql: string) => Promise<unknown>;

async function measureChanges(product: Product, admin: Admin): Promise<Measure[]> {
  const spreadsheet = await openSpreadsheet(product);
  try {
    spreadsheet.insert('cells-all');
    const at = { spreadsheet, product, slug: 'cells-all', marks: new KnownMarks() };
    // The marks on its edges are there from the first on.
    await refreshCost(at);
    const unchanged = await refreshCost(at);
    await admin('update cells set amount = amount + 1 where id % 100 = 50');
    const scattered = await refreshCost(at);
    return [...unchangedMeasures(unchanged), ...scatteredMeasures(scattered)];
  } finally {
    spreadsheet.close();
  }
}

function unchangedMeasures({
  cellsWritten,
  writes,
  reads,
  readBytes,
  rangeBytes,
}: GoogleCost): Measure[] {
  const what = `server, ${rows.toLocaleString('en')} rows not changed`;
  return [
    { name: `${what}: cells written`, value: cellsWritten, unit: 'cells', mustReach: 0 },
    { name: `${what}: batches`, value: writes, unit: 'batches', mustReach: 1 },
    { name: `${what}: reads`, value: reads, unit: 'reads', mustReach: 3 },
    {
      ...{ name: `${what}: read`, value: readBytes / rangeBytes, unit: '× the range' },
      mustReach: 1.3,
    },
  ];
}

function scatteredMeasures({ cellsWritten, writes }: GoogleCost): Measure[] {
  const what = `server, ${rows.toLocaleString('en')} rows, 1 % changed, scattered`;
  return [
    { name: `${what}: batches`, value: writes, unit: 'batches', mustReach: 1 },
    {
      ...{ name: `${what}: cells written`, value: cellsWritten / cells, unit: '× the range' },
      mustReach: 0.02,
    },
  ];
}

async function measureGrowth(product: Product, admin: Admin): Promise<Measure[]> {
  const spreadsheet = await openSpreadsheet(product);
  try {
    spreadsheet.insert('cells-grown');
    const at = { spreadsheet, product, slug: 'cells-grown', marks: new KnownMarks() };
    await refreshCost(at);
    await admin(`update grown set most = ${rows}`);
    const { reads, writes } = await refreshCost(at);
    return [
      {
        ...{ name: `server, ${rows.toLocaleString('en')} rows new: requests`, unit: 'requests' },
        ...{ value: reads + writes, mustReach: 35 },
      },
    ];
  } finally {
    spreadsheet.close();
  }
}
