// Makes a destination: what it is called, and where its messages go. A secret that is made for it is shown here alone.
import { useState } from 'preact/hooks';
import type { DestinationKind, MadeDestination } from '../../domain/contract/destination.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogEnd } from '../../ui/dialog-end.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { kindWords } from '../alerts/alert-words.ts';
import { ActionDialog } from '../controls/action-dialog.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { TextField } from '../controls/text-field.tsx';
import { ask } from '../frame/ask.ts';

interface Props {
  onClose: () => void;
  onDone: () => void;
}

const forms = {
  slack: {
    name: '#billing',
    label: 'Address of the Slack webhook',
    url: 'https://hooks.slack.com/services/…',
    hint: 'In Slack: Apps, Incoming Webhooks, Add to Slack, then choose the channel. Whoever has the address can post there.',
  },
  webhook: {
    name: 'on-call',
    label: 'Address to post to',
    url: 'https://ops.example.com/sheetfeed',
    hint: 'Messages are JSON, signed by the Standard Webhooks scheme. The secret to check them by is shown once, after you save.',
  },
} as const satisfies Record<DestinationKind, object>;

export function NewDestination({ onClose, onDone }: Props) {
  const [kind, setKind] = useState<DestinationKind>('slack');
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState<string | null>(null);
  const made = (answer: MadeDestination) =>
    answer.secret === undefined ? onDone() : setSecret(answer.secret);
  const make = () => ask('POST destinations', { body: { kind, name, url } }).then(made);
  if (secret !== null) return <Secret secret={secret} onClose={onDone} />;
  const form = forms[kind];
  return (
    <ActionDialog
      title="A new destination"
      action={{ label: 'Save', run: make, disabled: name.trim() === '' || url.trim() === '' }}
      onClose={onClose}
    >
      <SelectField
        label="Kind"
        value={kind}
        options={kindWords}
        onChange={(next) => setKind(next as DestinationKind)}
      />
      <TextField
        label="Name"
        text={name}
        placeholder={form.name}
        required
        maxLength={100}
        onChange={setName}
      />
      <TextField label={form.label} text={url} placeholder={form.url} required onChange={setUrl} />
      <p class="quiet">{form.hint}</p>
    </ActionDialog>
  );
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog title="The secret of the webhook" onClose={onClose}>
      <div class="stack">
        <p>Who gets the messages checks them by it. It is not shown again.</p>
        <div class="row">
          <code class="grow">{secret}</code>
          <CopyButton label="Copy" icon="copy" text={() => secret} />
        </div>
      </div>
      <DialogEnd yes={{ label: 'Done', run: onClose }} onNo={onClose} />
    </Dialog>
  );
}
