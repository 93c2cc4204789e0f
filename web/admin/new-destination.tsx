// Makes a destination: what it is called, and where its messages go. A secret that is made for it is shown here alone.
import { useState } from 'preact/hooks';
import type {
  DestinationKind,
  MadeDestination,
  NewDestination as Body,
} from '../../domain/contract/destination.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogEnd } from '../../ui/dialog-end.tsx';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { kindWords } from '../alerts/alert-words.ts';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { ask } from '../frame/ask.ts';

interface Props {
  onClose: () => void;
  onDone: () => void;
}

/** What an admin may choose: Slack is reached in two ways. */
type Way = Exclude<DestinationKind, 'slack'> | 'slack_webhook' | 'slack_bot';

const wayWords: Record<Way, string> = {
  slack_webhook: 'Slack, by an incoming webhook',
  slack_bot: 'Slack, by the bot',
  mail: kindWords.mail,
  google_chat: kindWords.google_chat,
  webhook: kindWords.webhook,
};

interface Form {
  name: string;
  label: string;
  example: string;
  hint: string;
  /** What is made of the form. */
  body: (name: string, where: string) => Body;
}

const forms: Record<Way, Form> = {
  slack_webhook: {
    name: '#billing',
    label: 'Address of the Slack webhook',
    example: 'https://hooks.slack.com/services/…',
    hint: 'In Slack: Apps, Incoming Webhooks, Add to Slack, then choose the channel. Whoever has the address can post there.',
    body: (name, url) => ({ kind: 'slack', name, url }),
  },
  slack_bot: {
    name: '#billing',
    label: 'Channel, by its name or its id',
    example: 'C0123456789',
    hint: 'Invite the bot to the channel first. What belongs together then stands in one thread. By its id Sheetfeed can also look whether a message arrived.',
    body: (name, channel) => ({ kind: 'slack', name, channel }),
  },
  mail: {
    name: 'on-call',
    label: 'Addresses, separated by commas',
    example: 'ops@example.com, ada@example.com',
    hint: 'Each message goes to all of them.',
    body: (name, where) => ({ kind: 'mail', name, addresses: listed(where) }),
  },
  google_chat: {
    name: 'Billing',
    label: 'Address of the space’s webhook',
    example: 'https://chat.googleapis.com/v1/spaces/…',
    hint: 'In the space: Apps & integrations, Webhooks, Add webhook. Whoever has the address can post there.',
    body: (name, url) => ({ kind: 'google_chat', name, url }),
  },
  webhook: {
    name: 'on-call',
    label: 'Address to post to',
    example: 'https://ops.example.com/sheetfeed',
    hint: 'Messages are JSON, signed by the Standard Webhooks scheme. The secret to check them by is shown once, after you save.',
    body: (name, url) => ({ kind: 'webhook', name, url }),
  },
};

const listed = (text: string) => text.split(/[\s,;]+/).filter((word) => word !== '');

export function NewDestination({ onClose, onDone }: Props) {
  const [way, setWay] = useState<Way>('slack_webhook');
  const [name, setName] = useState('');
  const [where, setWhere] = useState('');
  const [secret, setSecret] = useState<string | null>(null);
  const made = (answer: MadeDestination) =>
    answer.secret === undefined ? onDone() : setSecret(answer.secret);
  const form = forms[way];
  const make = () => ask('POST destinations', { body: form.body(name, where.trim()) }).then(made);
  if (secret !== null) return <Secret secret={secret} onClose={onDone} />;
  return (
    <ActionDialog
      title="A new destination"
      action={{ label: 'Save', run: make, disabled: name.trim() === '' || where.trim() === '' }}
      onClose={onClose}
    >
      <SelectField
        label="Kind"
        value={way}
        options={wayWords}
        onChange={(next) => setWay(next as Way)}
      />
      <TextField
        label="Name"
        text={name}
        placeholder={form.name}
        required
        maxLength={100}
        onChange={setName}
      />
      <TextField
        label={form.label}
        text={where}
        placeholder={form.example}
        required
        onChange={setWhere}
      />
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
