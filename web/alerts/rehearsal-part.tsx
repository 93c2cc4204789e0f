// What the alert of the form would have told in the last week: asked for by a press, and forgotten as soon as the form says
// something else.
import { useState } from 'preact/hooks';
import type { Rehearsal } from '../../domain/contract/alert.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { countWords } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { contentOf, type AlertDraft } from './alert-draft.ts';
import { outcomeWords } from './alert-words.ts';

interface Props {
  query: SavedQuery;
  draft: AlertDraft;
  /** The condition is filled in. */
  isWhole: boolean;
}

export function RehearsalPart({ query, draft, isWhole }: Props) {
  const { name, to: _to, note: _note, ...rule } = contentOf(query, draft);
  const asked = JSON.stringify(rule);
  const [tried, setTried] = useState<string | null>(null);
  const body = { query: query.slug, name: name.trim() || query.title.slice(0, 100), ...rule };
  return (
    <div class="stack small-gap">
      {tried === asked ? (
        <Tried key={asked} body={body} />
      ) : (
        <div>
          <button
            type="button"
            class="button compact"
            disabled={!isWhole}
            onClick={() => setTried(asked)}
          >
            What would it have told?
          </button>
        </div>
      )}
    </div>
  );
}

type Body = Parameters<typeof ask<'POST rehearsal'>>[1]['body'];

function Tried({ body }: { body: Body }) {
  const [loaded, again] = useLoaded('rehearsal', () => ask('POST rehearsal', { body }));
  if (loaded.state === 'loading') return <p role="status">Looking at the last week…</p>;
  if (loaded.state === 'failed')
    return <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />;
  return <Told rehearsal={loaded.value} />;
}

const MOST_SHOWN = 8;

function Told({ rehearsal: { told, looks, since, ...now } }: { rehearsal: Rehearsal }) {
  const shown = told.slice(-MOST_SHOWN).reverse();
  const more = told.length - shown.length;
  return (
    <section class="rehearsal" aria-label="What it would have told" role="status">
      <p>
        <b>{standingWords(now)}</b> {keptWords(looks)}
        {looks > 1 && (
          <>
            , the first <TimeAgo at={since} />
          </>
        )}
        {told.length === 0 ? '. It would have told nothing.' : '. It would have told:'}
      </p>
      {shown.length > 0 && (
        <ul>
          {shown.map(({ at, headline }) => (
            <li key={`${at} ${headline}`}>
              {headline}{' '}
              <span class="quiet">
                <TimeAgo at={at} />
              </span>
            </li>
          ))}
          {more > 0 && <li class="quiet">and {more.toLocaleString()} before</li>}
        </ul>
      )}
    </section>
  );
}

function standingWords({
  outcome,
  firing,
  detail,
}: Pick<Rehearsal, 'outcome' | 'firing' | 'detail'>): string {
  if (outcome === 'firing') return `It would fire now${firing > 1 ? ` for ${firing}` : ''}.`;
  return detail === null ? `Now: ${outcomeWords[outcome].toLowerCase()}.` : `Now: ${detail}`;
}

const keptWords = (looks: number) =>
  looks === 1
    ? 'No other result of the last week is kept'
    : `Tried on ${countWords(looks, 'result', 'results')} of the last week`;
