// What was tried last: a click brings a text back, and the one that stood there is among them from then on.
import { countWords } from '../../../ui/age.ts';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import type { KeptTry } from './kept-tries.ts';
import { msWords } from './measured-plan.tsx';

interface Props {
  tries: readonly KeptTry[];
  onBringBack: (tried: KeptTry) => void;
}

export function LastTries({ tries, onBringBack }: Props) {
  if (tries.length === 0) return null;
  return (
    <details class="last-tries">
      <summary>Last tries ({tries.length})</summary>
      <p class="quiet small">
        A click brings a text back. What stands above now is then the first of these.
      </p>
      <ol class="named">
        {tries.map((tried) => (
          <li key={`${tried.at} ${tried.sql.length}`}>
            <button type="button" class="plain-button tried" onClick={() => onBringBack(tried)}>
              <code>{shown(tried)}</code>
              <span class="quiet small">
                <TimeAgo at={new Date(tried.at).toISOString()} />, {cameWords(tried)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}

const lettersShown = 200;

function shown({ sql, part }: KeptTry): string {
  const ran = part === null ? sql : sql.slice(part.from, part.to);
  return ran.trim().replace(/\s+/g, ' ').slice(0, lettersShown);
}

function cameWords({ came, part }: KeptTry): string {
  const of = part === null ? '' : 'a selection: ';
  if (came === null) return 'not run';
  if ('problem' in came) return of + came.problem;
  const rows = `${came.isCut ? 'the first ' : ''}${countWords(came.rows, 'row')}`;
  return `${of}${rows} in ${msWords(came.ms)}`;
}
