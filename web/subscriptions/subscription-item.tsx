// A subscription: what comes when and where, how it stands, and its end.
import { useState } from 'preact/hooks';
import { everyWords } from '../../domain/alerts/every-words.ts';
import type { Subscription } from '../../domain/contract/subscription.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';

interface Props {
  subscription: Subscription;
  onEnded: () => void;
}

const conditionWords = { always: '', changed: ' when it changes', not_empty: ' when it has rows' };

export function SubscriptionItem({ subscription, onEnded }: Props) {
  const [failed, setFailed] = useState<Problem | null>(null);
  const { id, query, queryTitle, when, every, to, doneAt, problem } = subscription;
  const name = queryTitle ?? query;
  const end = () =>
    ask('DELETE subscription', { params: { id } }).then(onEnded, (error) =>
      setFailed(problemOf(error)),
    );
  return (
    <li class="row">
      <div class="grow">
        {queryTitle === null ? <b>{name}</b> : <a href={routes.queryPage(query)}>{name}</a>}
        <p class="quiet small">
          {everyWords(every)}
          {conditionWords[when]}, to {to.replace(/^mail:/, '')};{' '}
          {doneAt === null ? (
            'nothing sent yet'
          ) : (
            <>
              sent <TimeAgo at={doneAt} />
            </>
          )}
        </p>
        {problem !== null && <p class="small">The last time nothing came: {problem}</p>}
        {failed && <ProblemNote problem={failed} takeFocus />}
      </div>
      <button type="button" class="button compact" onClick={() => void end()}>
        End<span class="unseen"> {name}</span>
      </button>
    </li>
  );
}
