// One alert: how it stands, who fires, its last evaluations, what happened, and what can be done with it.
import { useState } from 'preact/hooks';
import type { Alert } from '../../domain/contract/alert.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { exactTime } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { AlertActions } from './alert-actions.tsx';
import { alertSentence, personWords, stateTones, stateWords, subjectWords } from './alert-words.ts';
import { EvaluationStrip } from './evaluation-strip.tsx';
import { Happenings } from './happenings.tsx';

interface Props {
  alert: Alert;
  query: SavedQuery;
  onChanged: () => void;
}

export function AlertItem({ alert, query, onChanged }: Props) {
  const { name, note, owner, state, mutedUntil, takenBy, may, file } = alert;
  const [tone, icon] = stateTones[state];
  return (
    <li class={`alert ${tone}`}>
      <div class="alert-head">
        <h2>{name}</h2>
        <span class={`tone ${tone}`}>
          <Icon name={icon} />
          {stateWords(alert)}
        </span>
        {mutedUntil !== null && (
          <span class="badge" title={exactTime(mutedUntil)}>
            Muted
          </span>
        )}
        {takenBy !== null && (
          <span class="badge" title={exactTime(takenBy.at)}>
            {personWords(takenBy)} is on it
          </span>
        )}
        {may.act && <AlertActions alert={alert} query={query} onChanged={onChanged} />}
      </div>
      <p class="quiet">{alertSentence(alert)}</p>
      <Lost alert={alert} />
      <Trouble alert={alert} />
      <Firing alert={alert} />
      {note !== '' && <p class="alert-note">{note}</p>}
      <EvaluationStrip alert={alert} />
      <Happened id={alert.id} name={name} />
      <p class="quiet small">
        With the rights of {personWords(owner)}
        {file !== null && `. Written in the file ${file}, and changed there`}
      </p>
    </li>
  );
}

function Lost({ alert: { lost } }: Pick<Props, 'alert'>) {
  if (lost.length === 0) return null;
  return (
    <p class="note warn">
      <Icon name="warn" />
      <span>
        There is no destination named {lost.join(' or ')}, so nobody is told there. An admin can
        make it.
      </span>
    </p>
  );
}

function Trouble({ alert: { state, evaluations, firing } }: Pick<Props, 'alert'>) {
  const [last] = evaluations;
  const still = firing === 0 ? '' : ' What fired before still counts as firing.';
  if (state === 'no_data') {
    return (
      <p class="note warn">
        <Icon name="warn" />
        <span>The query gave no row, so nothing is known.{still}</span>
      </p>
    );
  }
  if (state !== 'failing' || last === undefined) return null;
  return (
    <p class="note warn">
      <Icon name="warn" />
      <span>
        {last.detail}
        {still}
      </span>
    </p>
  );
}

const MOST_SHOWN = 10;

function Firing({ alert: { subjects, firing, key } }: Pick<Props, 'alert'>) {
  if (key.length === 0 || subjects.length === 0) return null;
  const firingNow = subjects.filter(({ state }) => state === 'firing').slice(0, MOST_SHOWN);
  const more = firing - firingNow.length;
  return (
    <ul class="firing" aria-label="Firing now">
      {firingNow.map(({ name, since }) => (
        <li key={JSON.stringify(name)}>
          <b>{subjectWords(name)}</b>{' '}
          <span class="quiet">
            began <TimeAgo at={since} />
          </span>
        </li>
      ))}
      {more > 0 && <li class="quiet">and {more.toLocaleString()} more</li>}
    </ul>
  );
}

function Happened({ id, name }: { id: string; name: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        What happened<span class="unseen"> to {name}</span>
      </summary>
      {open && <Happenings id={id} />}
    </details>
  );
}
