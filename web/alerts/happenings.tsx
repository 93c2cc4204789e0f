// What happened to an alert: its episodes, and what became of its messages.
import type { Delivery, WholeAlert } from '../../domain/contract/alert.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { subjectWords } from './alert-words.ts';

export function Happenings({ id }: { id: string }) {
  const [loaded, again] = useLoaded(id, () => ask('GET alert', { params: { id } }));
  if (loaded.state === 'loading') return <i class="shape" style={{ height: '60px' }} />;
  if (loaded.state === 'failed')
    return <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />;
  const { episodes, deliveries } = loaded.value;
  return (
    <div class="happenings">
      <section class="stack small-gap">
        <h3>Episodes</h3>
        {episodes.length === 0 && <p class="quiet">Nothing has fired yet.</p>}
        <ul>
          {episodes.map((episode) => (
            <EpisodeItem key={`${JSON.stringify(episode.name)} ${episode.beganAt}`} {...episode} />
          ))}
        </ul>
      </section>
      <section class="stack small-gap">
        <h3>Messages</h3>
        {deliveries.length === 0 && <p class="quiet">Nobody was told anything yet.</p>}
        <ul>
          {deliveries.map((delivery) => (
            <DeliveryItem key={`${delivery.to} ${delivery.madeAt}`} delivery={delivery} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function EpisodeItem({ name, beganAt, endedAt }: WholeAlert['episodes'][number]) {
  return (
    <li>
      {subjectWords(name)}{' '}
      <span class="quiet">
        {timeWords(beganAt)}
        {endedAt === null ? ', fires still' : ` to ${timeWords(endedAt)}`}
      </span>
    </li>
  );
}

const time = new Intl.DateTimeFormat('en-GB', {
  ...({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const),
});
const timeWords = (at: string) => time.format(Date.parse(at));

/** A message and its fate. */
export function DeliveryItem({ delivery }: { delivery: Delivery }) {
  const { headline, to, madeAt, frozen } = delivery;
  return (
    <li>
      {headline}{' '}
      <span class="quiet">
        to {to}, <TimeAgo at={madeAt} />
        {frozen !== null && (
          <>
            , <a href={routes.frozenPage(frozen)}>the rows as they were</a>
          </>
        )}
      </span>
      <Fate delivery={delivery} />
    </li>
  );
}

function Fate({ delivery: { state, attempts, problem } }: { delivery: Delivery }) {
  if (state === 'delivered') return null;
  const words = state === 'refused' ? 'Not delivered' : 'Not delivered yet';
  return (
    <p class={problem === null ? 'quiet' : 'tone warn'}>
      {words}
      {attempts > 0 && `, ${countWords(attempts, 'try', 'tries')}`}. {problem}
    </p>
  );
}
