// What of a query, or of a frozen run, was kept as sent: when, what for, and by whom; whoever may takes it back.
import { useState } from 'preact/hooks';
import type { SentList } from '../../domain/contract/talk/sent-list.ts';
import { routes } from '../../domain/routes.ts';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { countWords } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ask } from '../frame/ask.ts';
import { Fact } from '../query/fact.tsx';

const MOST_SHOWN = 5;

export function SentFact({ about }: { about: string }) {
  const [loaded, again] = useLoaded(about, () => ask('GET sentLists', { query: { about } }));
  const [taking, setTaking] = useState<SentList | null>(null);
  if (loaded.state !== 'done' || loaded.value.sent.length === 0) return null;
  const { sent } = loaded.value;
  const rest = sent.length - MOST_SHOWN;
  return (
    <Fact name="Sent">
      {sent.slice(0, MOST_SHOWN).map((list) => (
        <SentLine key={list.id} list={list} onTakeBack={() => setTaking(list)} />
      ))}
      {rest > 0 && <span class="quiet">and {rest} more</span>}
      {taking && (
        <TakeBack
          list={taking}
          onClose={() => setTaking(null)}
          onDone={() => {
            setTaking(null);
            again();
          }}
        />
      )}
    </Fact>
  );
}

function SentLine({ list, onTakeBack }: { list: SentList; onTakeBack: () => void }) {
  const { sentOn, purpose, frozen, rowCount, keptBy, erased, may } = list;
  return (
    <div>
      <a href={routes.frozenPage(frozen)}>{sentOn}</a>, {purpose}:{' '}
      {erased ? 'erased' : countWords(rowCount, 'row')}
      <span class="quiet"> by {keptBy.name || keptBy.email || 'somebody'}</span>{' '}
      {may.delete && (
        <button type="button" class="plain-button" onClick={onTakeBack}>
          Take back
          <span class="unseen"> {purpose}</span>
        </button>
      )}
    </div>
  );
}

interface TakeBackProps {
  list: SentList;
  onClose: () => void;
  onDone: () => void;
}

function TakeBack({ list: { id, purpose, sentOn }, onClose, onDone }: TakeBackProps) {
  const run = () => ask('DELETE sentList', { params: { id } }).then(onDone);
  return (
    <ActionDialog
      title="Was it not sent?"
      action={{ label: 'Take back', run, isDanger: true }}
      isQuestion
      onClose={onClose}
    >
      <p>
        The next results no longer say of anybody that {purpose} was sent on {sentOn}. The frozen
        run stays.
      </p>
    </ActionDialog>
  );
}
