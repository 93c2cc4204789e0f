// What can be done with an alert: look now, mute, change, end.
import { useState } from 'preact/hooks';
import type { Alert } from '../../domain/contract/alert.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { ask } from '../frame/ask.ts';
import { AlertDialog } from './alert-dialog.tsx';

interface Props {
  alert: Alert;
  query: SavedQuery;
  onChanged: () => void;
}

type Open = 'change' | 'mute' | 'end' | 'look' | null;

export function AlertActions({ alert, query, onChanged }: Props) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const done = () => {
    close();
    onChanged();
  };
  const dialog = { alert, onClose: close, onDone: done };
  const button = (what: Exclude<Open, null>, words: string) => (
    <button type="button" class="button compact" onClick={() => setOpen(what)}>
      {words}
      <span class="unseen"> {alert.name}</span>
    </button>
  );
  return (
    <div class="row wrap alert-actions">
      {button('look', 'Look now')}
      {button('mute', alert.mutedUntil === null ? 'Mute' : 'Unmute')}
      {alert.may.change && button('change', 'Change')}
      {alert.may.change && button('end', 'End')}
      {open === 'look' && <LookNow {...dialog} />}
      {open === 'mute' && <Mute {...dialog} />}
      {open === 'end' && <End {...dialog} />}
      {open === 'change' && <AlertDialog {...dialog} query={query} search="" />}
    </div>
  );
}

interface DialogProps {
  alert: Alert;
  onClose: () => void;
  onDone: () => void;
}

function LookNow({ alert: { id, name }, onClose, onDone }: DialogProps) {
  const look = () => ask('POST evaluate', { params: { id }, body: { deliver: true } }).then(onDone);
  return (
    <ActionDialog
      title={`Look at “${name}” now?`}
      action={{ label: 'Look now', run: look }}
      isQuestion
      onClose={onClose}
    >
      <p>It counts like a look of the clock: who is to be told is told.</p>
    </ActionDialog>
  );
}

const hours = { 1: 'for an hour', 8: 'for 8 hours', 24: 'for a day', 168: 'for a week' };

function Mute({ alert: { id, name, mutedUntil }, onClose, onDone }: DialogProps) {
  const [span, setSpan] = useState('8');
  const until = (text: string) => new Date(Date.now() + Number(text) * 3_600_000).toISOString();
  const mute = (at: string | null) =>
    ask('POST mute', { params: { id }, body: { until: at } }).then(onDone);
  if (mutedUntil !== null) {
    return (
      <ActionDialog
        title={`Unmute “${name}”?`}
        action={{ label: 'Unmute', run: () => mute(null) }}
        isQuestion
        onClose={onClose}
      >
        <p>What fires now and was not told yet is told at the next look.</p>
      </ActionDialog>
    );
  }
  return (
    <ActionDialog
      title={`Mute “${name}”`}
      action={{ label: 'Mute', run: () => mute(until(span)) }}
      onClose={onClose}
    >
      <SelectField label="How long" value={span} options={hours} onChange={setSpan} />
      <p class="quiet">
        It goes on looking. What fires still is told afterwards; what was told before and recovers
        is told even so.
      </p>
    </ActionDialog>
  );
}

function End({ alert: { id, name, firing }, onClose, onDone }: DialogProps) {
  const end = () => ask('DELETE alert', { params: { id } }).then(onDone);
  return (
    <ActionDialog
      title={`End “${name}”?`}
      action={{ label: 'End it', run: end, isDanger: true }}
      isQuestion
      onClose={onClose}
    >
      <p>
        Nobody looks any more, and what it saw is forgotten.
        {firing > 0 && ' It fires now: who was told is told that nobody watches any more.'}
      </p>
    </ActionDialog>
  );
}
