// The places that messages go to: made and tested here, and what they did not take.
import { useState } from 'preact/hooks';
import type { Destination } from '../../domain/contract/destination.ts';
import { countWords } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { kindWords, personWords } from '../alerts/alert-words.ts';
import { DeliveryItem } from '../alerts/happenings.tsx';
import { AudienceField } from '../audience/audience-field.tsx';
import { audienceWords, idsOf } from '../audience/audience-words.ts';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { NewDestination } from './new-destination.tsx';
import { ask } from '../frame/ask.ts';

export function DestinationsPage() {
  const [loaded, again] = useLoaded('destinations', () => ask('GET destinations'));
  const [making, setMaking] = useState(false);
  const done = () => {
    setMaking(false);
    again();
  };
  return (
    <section class="stack" aria-labelledby="destinations">
      <div class="row wrap">
        <h1 id="destinations" class="grow">
          Destinations
        </h1>
        <button type="button" class="button primary" onClick={() => setMaking(true)}>
          New destination
        </button>
      </div>
      <p class="quiet lead-small">
        Where alerts may send their messages. Authors choose among those that they may use; a secret
        is kept encrypted and is never shown again.
      </p>
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {loaded.state === 'done' && <Listed {...loaded.value} onChanged={again} />}
      {making && <NewDestination onClose={() => setMaking(false)} onDone={done} />}
    </section>
  );
}

interface ListedProps {
  destinations: Destination[];
  undelivered?: Parameters<typeof DeliveryItem>[0]['delivery'][] | undefined;
  onChanged: () => void;
}

function Listed({ destinations, undelivered = [], onChanged }: ListedProps) {
  if (destinations.length === 0) return <p>There is no destination yet.</p>;
  return (
    <>
      <ul class="plain-list" aria-label="Destinations">
        {destinations.map((destination) => (
          <Item key={destination.id} destination={destination} onChanged={onChanged} />
        ))}
      </ul>
      {undelivered.length > 0 && (
        <section class="stack" aria-labelledby="undelivered">
          <h2 id="undelivered">What was not delivered</h2>
          <ul class="plain-list">
            {undelivered.map((delivery) => (
              <DeliveryItem key={`${delivery.to} ${delivery.madeAt}`} delivery={delivery} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Item({ destination, onChanged }: { destination: Destination; onChanged: () => void }) {
  const { kind, name, usedBy, madeBy, madeAt, waiting, problem, restUntil } = destination;
  const [open, setOpen] = useState<'test' | 'use' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const done = () => {
    close();
    onChanged();
  };
  return (
    <li class="row destination">
      <div class="grow">
        <b>{name}</b>{' '}
        <span class="quiet">
          {kindWords[kind]}, made by {personWords(madeBy)}, <TimeAgo at={madeAt} />
        </span>
        <p class="quiet">Used by {audienceWords(usedBy, 'every author')}</p>
        {waiting > 0 && (
          <p class="quiet">{countWords(waiting, 'message waits', 'messages wait')}</p>
        )}
        {problem !== null && (
          <p class="tone warn">
            <span>
              {problem}{' '}
              {restUntil !== null && (
                <>
                  Tried again <TimeAgo at={restUntil} />.
                </>
              )}
            </span>
          </p>
        )}
      </div>
      <button type="button" class="button compact" onClick={() => setOpen('test')}>
        Test<span class="unseen"> {name}</span>
      </button>
      <button type="button" class="button compact" onClick={() => setOpen('use')}>
        Who uses it<span class="unseen">: {name}</span>
      </button>
      <button type="button" class="button compact" onClick={() => setOpen('delete')}>
        Delete<span class="unseen"> {name}</span>
      </button>
      {open === 'test' && <Test destination={destination} onClose={done} />}
      {open === 'use' && <Use destination={destination} onClose={close} onDone={done} />}
      {open === 'delete' && <Delete destination={destination} onClose={close} onDone={done} />}
    </li>
  );
}

function Test({
  destination: { id, name },
  onClose,
}: {
  destination: Destination;
  onClose: () => void;
}) {
  const [loaded, again] = useLoaded(id, () => ask('POST destinationTest', { params: { id } }));
  return (
    <ActionDialog
      title={`A test message to ${name}`}
      action={{ label: 'Send another', run: async () => again() }}
      isQuestion
      onClose={onClose}
    >
      {loaded.state === 'loading' && <p role="status">Sending…</p>}
      {loaded.state === 'failed' && <ProblemNote problem={loaded.problem} />}
      {loaded.state === 'done' && (
        <p role="status">
          {loaded.value.delivered
            ? 'It was delivered.'
            : `It was not delivered. ${loaded.value.problem ?? ''}`}
        </p>
      )}
    </ActionDialog>
  );
}

function Use({ destination, onClose, onDone }: DeleteProps) {
  const { id, name } = destination;
  const [usedBy, setUsedBy] = useState(destination.usedBy);
  const save = () =>
    ask('PUT destination', { params: { id }, body: { usedBy: idsOf(usedBy) } }).then(onDone);
  return (
    <ActionDialog
      title={`Who may send to ${name}`}
      action={{ label: 'Save', run: save }}
      onClose={onClose}
    >
      <AudienceField
        label="Who may send there"
        hint="Alerts that send there already go on; alerts of the catalog folder may use every destination."
        everybody="Every author"
        audience={usedBy}
        onChange={setUsedBy}
      />
    </ActionDialog>
  );
}

interface DeleteProps {
  destination: Destination;
  onClose: () => void;
  onDone: () => void;
}

function Delete({ destination: { id, name, waiting }, onClose, onDone }: DeleteProps) {
  const remove = () => ask('DELETE destination', { params: { id } }).then(onDone);
  return (
    <ActionDialog
      title={`Delete ${name}?`}
      action={{ label: 'Delete it', run: remove, isDanger: true }}
      isQuestion
      onClose={onClose}
    >
      <p>
        Nothing can be sent there any more.
        {waiting > 0 &&
          ` ${countWords(waiting, 'message that waits is', 'messages that wait are')} lost.`}
      </p>
    </ActionDialog>
  );
}
