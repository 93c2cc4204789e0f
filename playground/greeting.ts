// What `npm start` prints when everything is there.
import { BROKEN_ROW } from '../examples/company/broken-row.ts';
import type { RunningPlayground } from './start.ts';

export function greeting({ url, sample, hasCatalog, madeFolder }: RunningPlayground): string {
  const lines = [
    '',
    '  Sheetfeed is running.',
    '',
    `  Playground   ${url}/playground   a simulated Google Sheets with the real add-on`,
    `  Catalog      ${url}/`,
    `  Post box     ${url}/playground/post-box   what would have gone to Slack and by mail`,
    '',
  ];
  if (sample) {
    lines.push(
      '  To see a refresh bring something new, change the sample company with any PostgreSQL client:',
    );
    lines.push(`  psql "${sample}"`, '');
    lines.push(
      '  To see an alert in the post box within a minute, break an invoice; the same line once more mends it:',
    );
    lines.push(`  psql "${sample}" -c "${BROKEN_ROW}"`, '');
  }
  if (madeFolder !== null) {
    lines.push(`  The catalog is empty: ${madeFolder} was not there, and was made.`);
    lines.push('  Put a .sql file into it (docs/author.md), or write a query in the catalog.', '');
  }
  if (!hasCatalog) {
    lines.push('  The catalog is empty: set CATALOG_DIR to a folder of .sql files.', '');
  }
  lines.push('  Ctrl-C stops everything.', '');
  return lines.join('\n');
}
