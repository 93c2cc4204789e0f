// What all benchmarks share: the database, the product on it, and the requests for its queries.
import { startDatabase, type BenchDatabase } from './database.ts';
import type { Request } from './http-reader.ts';
import { copyReader, type CopyReader } from './postgres-readers.ts';
import { queryFile, startProduct, type Product } from './product.ts';

export interface Setting {
  database: BenchDatabase;
  product: Product;
  copy: CopyReader;
  /** Of the catalog's slow query. */
  slowSteps: number;
}

export const allRows = 1_000_000;
export const sizes = [1_000, 10_000, 100_000, allRows];

/** The statement that the product, psql and the drain all run. */
export const ordersSql = (rows: number): string => `select * from orders where id <= ${rows}`;

/** A hundred orders from `:first` on, so that no two requests ask the same. */
export const hundredSql = (first: string): string =>
  `select * from orders where id between ${first}::bigint and ${first}::bigint + 99 order by id`;

/** Some 200 ms of work that counts its executions by scanning `marker`. */
export const slowSql = (steps: number): string =>
  `select count(*) as n, sum(sqrt(g)) as s from generate_series(1, ${steps}) g, marker`;

/** Starts the database and the product. `calibrate` tells how many steps the slow query needs on this machine. */
export async function prepare(calibrate: (url: string) => Promise<number>): Promise<Setting> {
  console.log(`Generating ${allRows.toLocaleString('en')} rows…`);
  const database = await startDatabase(allRows);
  const slowSteps = await calibrate(database.url);
  const catalog: Record<string, string> = {
    'hundred.sql': queryFile('Hundred orders', hundredSql(':first'), '{ first: { type: number } }'),
    'five-times.sql': queryFile(
      'All orders five times',
      'select o.* from generate_series(1, 5), orders o',
    ),
    'slow.sql': queryFile('Slow', slowSql(slowSteps)),
  };
  for (const rows of sizes)
    catalog[`orders-${rows}.sql`] = queryFile(`${rows} orders`, ordersSql(rows));
  const product = await startProduct({ sourceUrl: database.url, catalog });
  return { database, product, slowSteps, copy: copyReader(database.url) };
}

export const csv = (slug: string): Request => ({ path: `/q/${slug}.csv` });
export const json = (slug: string): Request => ({ path: `/q/${slug}.json` });
