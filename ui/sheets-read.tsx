// How old the rows are of the sheets that a result read.
import type { ReadTable } from '../domain/contract/sheet-tables/read-table.ts';
import { countWords } from './age.ts';
import { TimeAgo } from './time-ago.tsx';

interface Props {
  tables?: readonly ReadTable[] | undefined;
  /** Where a table is told of; without it there is no way there. */
  pageOf?: (name: string) => string;
}

export function SheetsRead({ tables = [], pageOf }: Props) {
  return (
    <>
      {tables.map(({ name, title, at, leftOut }) => (
        <span key={name} class="quiet">
          , sheet {pageOf ? <a href={pageOf(name)}>{title}</a> : title} as of <TimeAgo at={at} />
          {leftOut > 0 && ` (${countWords(leftOut, 'row')} left out)`}
        </span>
      ))}
    </>
  );
}
