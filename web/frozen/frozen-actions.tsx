// What can be done with a frozen run: shown to others where its SQL is not saved, and erased.
import { useState } from 'preact/hooks';
import type { Frozen } from '../../domain/contract/frozen.ts';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { ask } from '../frame/ask.ts';

interface Props {
  frozen: Frozen;
  onChanged: () => void;
}

export function FrozenActions({ frozen, onChanged }: Props) {
  const [open, setOpen] = useState<'share' | 'erase' | null>(null);
  const { query, sharedAt, may } = frozen;
  const done = () => {
    setOpen(null);
    onChanged();
  };
  const dialog = { frozen, onClose: () => setOpen(null), onDone: done };
  return (
    <>
      {query === null && (
        <p class="quiet">
          {sharedAt === null
            ? 'Seen by who made it and by authors of its data source.'
            : 'Seen by everybody who may run queries on its data source.'}
        </p>
      )}
      {(may.share || may.erase) && (
        <div class="row wrap query-actions">
          {may.share && (
            <button type="button" class="button compact" onClick={() => setOpen('share')}>
              {sharedAt === null ? 'Share' : 'Share no longer'}
            </button>
          )}
          {may.erase && (
            <button type="button" class="button compact" onClick={() => setOpen('erase')}>
              Erase
            </button>
          )}
        </div>
      )}
      {open === 'share' && <Share {...dialog} />}
      {open === 'erase' && <Erase {...dialog} />}
    </>
  );
}

interface DialogProps {
  frozen: Frozen;
  onClose: () => void;
  onDone: () => void;
}

function Share({ frozen: { id, source, sharedAt }, onClose, onDone }: DialogProps) {
  const shared = sharedAt === null;
  const share = () => ask('PUT frozenShare', { params: { id }, body: { shared } }).then(onDone);
  return (
    <ActionDialog
      title={shared ? 'Share this result?' : 'Share it no longer?'}
      action={{ label: shared ? 'Share' : 'Share no longer', run: share }}
      isQuestion
      onClose={onClose}
    >
      <p>
        {shared
          ? `Everybody who may run queries on ${source} then sees it, its SQL too.`
          : 'Then only you and authors of its data source see it.'}
      </p>
    </ActionDialog>
  );
}

function Erase({ frozen: { id, citedAt }, onClose, onDone }: DialogProps) {
  const erase = () => ask('DELETE frozenRun', { params: { id } }).then(onDone);
  return (
    <ActionDialog
      title="Erase this frozen run?"
      action={{ label: 'Erase it', run: erase, isDanger: true }}
      isQuestion
      onClose={onClose}
    >
      <p>
        Its rows, values and SQL are erased and cannot be brought back. Its page stays, and says who
        erased it and when.{citedAt !== null && ' It is cited: whoever follows that finds the gap.'}
      </p>
    </ActionDialog>
  );
}
