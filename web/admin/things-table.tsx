// The table of who sees what: a row for each thing, with who it is open to, or what one member or group has of it.
import type { SeenThing } from '../../domain/contract/operation/who-sees.ts';
import { routes } from '../../domain/routes.ts';
import { audienceWords } from '../audience/audience-words.ts';
import { SightWords } from './sight-words.tsx';

interface Props {
  things: readonly SeenThing[];
  /** How many active members there are. */
  members: number;
  /** Whose sight is told; null: nobody's. */
  asker: string | null;
  onOpen: (thing: SeenThing) => void;
}

export function ThingsTable({ things, members, asker, onOpen }: Props) {
  return (
    <table class="list-table sight-table">
      <thead>
        <tr>
          <th scope="col">What</th>
          {asker !== null && <th scope="col">{asker}</th>}
          <th scope="col">Open to</th>
          <th scope="col">Owner</th>
          <th scope="col" class="whole">
            Seen by
          </th>
        </tr>
      </thead>
      <tbody>
        {things.map((thing) => (
          <tr key={`${thing.kind}/${thing.name}`}>
            <td>
              <a href={pageOf(thing)}>{thing.title}</a>
              <p class="quiet small">{placeWords(thing)}</p>
            </td>
            {asker !== null && <td>{thing.sight && <SightWords sight={thing.sight} />}</td>}
            <td>
              {thing.kind === 'board' && thing.limits.length > 0
                ? ''
                : audienceWords(thing.openTo, 'Everybody')}
              {thing.limits.map((limit) => (
                <p class="quiet small">{limit}</p>
              ))}
            </td>
            <td class="quiet">{thing.owner && (thing.owner.name || thing.owner.email)}</td>
            <td class="end">
              <button type="button" class="button compact" onClick={() => onOpen(thing)}>
                {thing.seenBy} of {members}
                <span class="unseen"> see {thing.title}</span>
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const KINDS = { query: 'query', sheet_table: 'sheet table', board: 'board' } as const;

function placeWords({ kind, name, source }: SeenThing): string {
  return [KINDS[kind], name, ...(source === null ? [] : [`on ${source}`])].join(', ');
}

function pageOf({ kind, name }: SeenThing): string {
  if (kind === 'query') return routes.queryPage(name);
  return kind === 'board' ? routes.boardPage(name) : routes.tablePage(name);
}
