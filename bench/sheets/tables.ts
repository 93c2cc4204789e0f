// What a query costs beyond the same query with a table of the database, where it reads a sheet of fifty thousand rows.
import { queryFile, type Product } from '../product.ts';
import { median, type Measure } from '../table.ts';

const rows = 50_000;
const pageRows = 15_000;
const tries = 9;
const names = ['id', ...Array.from({ length: 9 }, (_, index) => `fact_${index + 1}`)];

const sums = names.slice(1).map((name) => `sum(s.${name})`);
const joined = (table: string) =>
  `select count(*) as n, ${sums.join(', ')} from orders o join ${table} s on s.id = o.id`;

/** The same facts as a table of the database. */
export const tableSql = `drop table if exists facts; create table facts as
  select id::numeric, ${names
    .slice(1)
    .map((name, index) => `(id * ${index + 3} % 1000)::numeric as ${name}`)
    .join(', ')}
  from generate_series(1, ${rows}) id; analyze facts`;

export const tableCatalog: Record<string, string> = {
  'with-table.sql': queryFile('With a table', joined('facts')),
  'with-sheet.sql': queryFile('With a sheet', joined('sheet.bench_facts')),
};

/** Milliseconds beyond the same with a table, the middle of several; each asks anew. */
export async function measureTables(product: Product): Promise<Measure[]> {
  await publish(product);
  const times: Record<string, number[]> = { 'with-table': [], 'with-sheet': [] };
  for (let count = 0; count < tries; count += 1) {
    for (const [slug, taken] of Object.entries(times)) {
      const begun = performance.now();
      await send(product, 'POST', `/api/queries/${slug}/result`, { maxAgeSeconds: 0 });
      taken.push(performance.now() - begun);
    }
  }
  const [table, sheet] = [median(times['with-table'] ?? []), median(times['with-sheet'] ?? [])];
  return [
    {
      ...{ name: `a query with a sheet of ${rows.toLocaleString('en')} × 10, beyond a table` },
      ...{ value: Math.max(0, sheet - table), unit: 'ms', mustReach: 200, aim: 100 },
      note: `${Math.round(sheet)} ms, with a table ${Math.round(table)} ms`,
    },
  ];
}

async function publish(product: Product): Promise<void> {
  const columns = names.map((name) => ({ name, header: name, type: 'number' }));
  const place = { spreadsheet: { id: 'bench', name: 'Bench' }, tab: 'Facts', range: 'A1:J' };
  await send(product, 'POST', '/api/sheet-tables', {
    ...{ name: 'bench_facts', columns, place, usedBy: null },
  });
  const publication = crypto.randomUUID();
  for (let from = 0; from < rows; from += pageRows) {
    const count = Math.min(pageRows, rows - from);
    const page = Array.from({ length: count }, (_, at) => {
      const id = from + at + 1;
      return names.map((_name, index) => (index === 0 ? id : (id * (index + 2)) % 1000));
    });
    await send(product, 'PUT', '/api/sheet-tables/bench_facts/rows', {
      ...{ publication, page: from / pageRows, last: from + count >= rows, headers: names },
      ...{ firstRow: from + 2, rows: page },
    });
  }
}

async function send({ url }: Product, method: string, path: string, body: object): Promise<void> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${text.slice(0, 500)}`);
}
