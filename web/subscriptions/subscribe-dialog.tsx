// Subscribes to the result of a query with the values that stand on its page: when, what of it, and where it goes.
import { useState } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Subscription, SubscriptionInput } from '../../domain/contract/subscription.ts';
import { valuesOf, type Entries } from '../../ui/entries.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { ask } from '../frame/ask.ts';
import { SubscriptionItem } from './subscription-item.tsx';
import { everyOf, firstWhen, lateWords, WhenFields } from './when-fields.tsx';

interface Props {
  query: SavedQuery;
  entries: Entries;
  onClose: () => void;
}

const conditions = {
  always: 'the result, each time',
  not_empty: 'the result, when it has a row',
  changed: 'what has changed, when something has',
};
const files = { '': 'no file', csv: 'a CSV file', xlsx: 'an Excel workbook' };

const firstWish = {
  when: 'always' as Subscription['when'],
  late: 'run' as Subscription['late'],
  to: '',
  attach: '',
  time: firstWhen,
};

export function SubscribeDialog({ query, entries, onClose }: Props) {
  const { slug, title, parameters } = query;
  const [wish, setWish] = useState(firstWish);
  const [loaded, again] = useLoaded(`subscriptions ${slug}`, () =>
    ask('GET subscriptions', { query: { query: slug } }),
  );
  const { subscriptions = [], destinations = [] } = loaded.state === 'done' ? loaded.value : {};
  const to = wish.to || (destinations[0] ?? '');
  const save = () => {
    const { when, late, attach, time } = wish;
    const isFile = to.startsWith('mail:') && attach !== '';
    const body: SubscriptionInput = {
      ...{ query: slug, values: valuesOf(parameters, entries), when, late, to },
      every: everyOf(time),
      attach: isFile ? (attach as 'csv' | 'xlsx') : null,
    };
    return ask('POST subscriptions', { body }).then(onClose);
  };
  return (
    <ActionDialog
      title={`Subscribe to “${title}”`}
      action={{ label: 'Subscribe', run: save, disabled: to === '' }}
      onClose={onClose}
    >
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {subscriptions.length > 0 && (
        <ul class="plain-list" aria-label="What you get already">
          {subscriptions.map((each) => (
            <SubscriptionItem key={each.id} subscription={each} onEnded={again} />
          ))}
        </ul>
      )}
      {loaded.state === 'done' && destinations.length === 0 ? (
        <p class="quiet">
          There is nowhere to send it yet: mail is not set up, and there is no destination that you
          may use.
        </p>
      ) : (
        <WishFields wish={{ ...wish, to }} destinations={destinations} onChange={setWish} />
      )}
    </ActionDialog>
  );
}

interface FieldsProps {
  wish: typeof firstWish;
  destinations: string[];
  onChange: (wish: typeof firstWish) => void;
}

function WishFields({ wish, destinations, onChange }: FieldsProps) {
  const change = (part: Partial<typeof firstWish>) => onChange({ ...wish, ...part });
  return (
    <>
      <SelectField
        label="You get"
        value={wish.when}
        options={conditions}
        onChange={(when) => change({ when: when as Subscription['when'] })}
      />
      <WhenFields draft={wish.time} onChange={(time) => change({ time })} />
      <SelectField
        label="It goes to"
        value={wish.to}
        options={Object.fromEntries(destinations.map((name) => [name, placeWords(name)]))}
        onChange={(to) => change({ to })}
      />
      {wish.to.startsWith('mail:') && (
        <SelectField
          label="With"
          value={wish.attach}
          options={files}
          onChange={(attach) => change({ attach })}
        />
      )}
      <SelectField
        label="What comes late"
        value={wish.late}
        options={lateWords}
        onChange={(late) => change({ late: late as Subscription['late'] })}
      />
      <p class="quiet">
        It takes the values that stand on the page, and runs with your rights each time.
      </p>
    </>
  );
}

/** A destination in words: `mail:ada@example.com` is an address. */
function placeWords(name: string): string {
  const [kind = '', ...rest] = name.split(':');
  const words = rest.join(':');
  return kind === 'mail' ? words : `${kind === 'slack' ? 'Slack ' : ''}${words}`;
}
