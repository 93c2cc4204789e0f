// The last thirty evaluations of an alert as a strip, the latest at the right: told apart by height as well as by colour.
import { missedWords } from '../../domain/alerts/missed.ts';
import type { Alert, AlertEvaluation } from '../../domain/contract/alert.ts';
import { routes } from '../../domain/routes.ts';
import { exactTime } from '../../ui/age.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { outcomeWords } from './alert-words.ts';

// What the server gives.
const MOST_SHOWN = 30;

export function EvaluationStrip({ alert: { evaluations, dueAt } }: { alert: Alert }) {
  const [last] = evaluations;
  if (last === undefined) {
    return (
      <p class="quiet small">
        The first look is due <TimeAgo at={dueAt} />.
      </p>
    );
  }
  return (
    <div class="strip-row">
      <ol class="strip" aria-label={`The last ${evaluations.length} looks, the latest at the end`}>
        {Array.from({ length: MOST_SHOWN - evaluations.length }, (_, place) => (
          <li key={place} class="mark none" aria-hidden="true" />
        ))}
        {[...evaluations].reverse().map((evaluation) => (
          <Mark key={evaluation.at} evaluation={evaluation} />
        ))}
      </ol>
      <span class="quiet small">
        Looked <TimeAgo at={last.at} />
      </span>
    </div>
  );
}

function Mark({ evaluation }: { evaluation: AlertEvaluation }) {
  const { outcome, at, firing, missed, frozen } = evaluation;
  const count = outcome === 'firing' ? ` for ${firing}` : '';
  const before = missed === 0 ? '' : `, ${missedWords(missed)}`;
  const words = `${exactTime(at)}: ${outcomeWords[outcome]}${count}${before}`;
  return (
    <li class={`mark ${outcome}`} title={words}>
      {frozen === null ? (
        <span class="unseen">{words}</span>
      ) : (
        <a href={routes.frozenPage(frozen)}>
          <span class="unseen">{words}: the rows as they were</span>
        </a>
      )}
    </li>
  );
}
