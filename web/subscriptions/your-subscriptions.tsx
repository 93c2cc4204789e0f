// All subscriptions of a member, on the page of their account.
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { SubscriptionItem } from './subscription-item.tsx';

export function YourSubscriptions() {
  const [loaded, again] = useLoaded('subscriptions', () => ask('GET subscriptions'));
  const subscriptions = loaded.state === 'done' ? loaded.value.subscriptions : [];
  return (
    <section class="stack" aria-labelledby="subscriptions">
      <h2 id="subscriptions">Subscriptions</h2>
      {loaded.state === 'loading' && <i class="shape" />}
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {loaded.state === 'done' && subscriptions.length === 0 && (
        <p class="quiet">
          You get no query’s result by itself. Choose Subscribe on the page of a query.
        </p>
      )}
      {subscriptions.length > 0 && (
        <ul class="plain-list">
          {subscriptions.map((each) => (
            <SubscriptionItem key={each.id} subscription={each} onEnded={again} />
          ))}
        </ul>
      )}
    </section>
  );
}
