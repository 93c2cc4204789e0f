// In which channels of Slack links to a query show its rows, on its page; its owner and admins grant them and take them back here.
import { useState } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { SlackChannel } from '../../domain/contract/talk/slack-channel.ts';
import type { Problem } from '../../domain/problem.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { Fact } from './fact.tsx';

const nameOf = ({ channel, name }: SlackChannel) => (name === '' ? channel : `#${name}`);

export function SlackFact({ slug }: Pick<SavedQuery, 'slug'>) {
  const [loaded, again] = useLoaded(slug, () => ask('GET slackChannels', { params: { slug } }));
  const [open, setOpen] = useState(false);
  // While it is loaded anew the dialog stays.
  const [last, setLast] = useState<SlackChannel[]>([]);
  if (loaded.state === 'done' && loaded.value.channels !== last) setLast(loaded.value.channels);
  if (loaded.state !== 'done' && !open) return null;
  if (loaded.state === 'done' && !loaded.value.isOn) return null;
  const mayChange = loaded.state !== 'done' || loaded.value.mayChange;
  return (
    <Fact name="Rows in Slack">
      {last.length === 0 ? 'in no channel' : last.map(nameOf).join(', ')}
      {mayChange && (
        <>
          {' '}
          <button type="button" class="plain-button" onClick={() => setOpen(true)}>
            Change<span class="unseen"> in which channels of Slack</span>
          </button>
        </>
      )}
      {open && (
        <ChannelsDialog
          slug={slug}
          channels={last}
          onChanged={again}
          onClose={() => setOpen(false)}
        />
      )}
    </Fact>
  );
}

interface DialogProps {
  slug: string;
  channels: SlackChannel[];
  onChanged: () => void;
  onClose: () => void;
}

function ChannelsDialog({ slug, channels, onChanged, onClose }: DialogProps) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = (work: Promise<unknown>) => {
    setProblem(null);
    return work.then(onChanged, (error: unknown) => setProblem(problemOf(error)));
  };
  return (
    <Dialog title="Rows in Slack" onClose={onClose}>
      <div class="stack">
        <p class="quiet">
          Where somebody posts a link to this query, its share links or frozen runs, the rows stand
          below the link in these channels. Everybody who reads the channel sees them, whatever they
          may see here. The rows are run as whoever posts the link.
        </p>
        <ChannelList
          channels={channels}
          onTakeBack={(channel) =>
            void attempt(ask('DELETE slackChannel', { params: { slug, channel } }))
          }
        />
        <NewChannel
          onGrant={(body) => attempt(ask('POST slackChannels', { params: { slug }, body }))}
        />
        {problem && <ProblemNote problem={problem} takeFocus />}
      </div>
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

interface ListProps {
  channels: SlackChannel[];
  onTakeBack: (channel: string) => void;
}

function ChannelList({ channels, onTakeBack }: ListProps) {
  if (channels.length === 0) return <p>The rows are shown in no channel.</p>;
  return (
    <ul class="link-list" aria-label="Channels">
      {channels.map((each) => (
        <li key={each.channel} class="row">
          <div class="grow">
            <b>{nameOf(each)}</b>
            <p class="quiet small">
              granted by {each.by.name || each.by.email} <TimeAgo at={each.at} />
            </p>
          </div>
          <button
            type="button"
            class="button compact danger"
            onClick={() => onTakeBack(each.channel)}
          >
            Take back<span class="unseen"> {nameOf(each)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface NewProps {
  onGrant: (channel: { channel: string; name: string }) => Promise<unknown>;
}

function NewChannel({ onGrant }: NewProps) {
  const [where, setWhere] = useState('');
  const [name, setName] = useState('');
  const channel = channelIn(where);
  const grant = () => {
    if (channel === null) return;
    void onGrant({ channel, name: name.trim().replace(/^#/, '') }).then(() => {
      setWhere('');
      setName('');
    });
  };
  return (
    <form
      class="stack"
      aria-label="Another channel"
      onSubmit={(event) => {
        event.preventDefault();
        grant();
      }}
    >
      <div class="two-fields">
        <TextField
          label="Channel’s link or ID"
          text={where}
          placeholder="C0123ABC456"
          required
          onChange={setWhere}
        />
        <TextField label="What it is called" text={name} placeholder="billing" onChange={setName} />
      </div>
      <p class="quiet small">
        {where !== '' && channel === null
          ? 'This names no channel: a link to one has /archives/ and its ID in it.'
          : 'In Slack: the channel’s menu, Copy, Copy link.'}
      </p>
      <div>
        <button type="submit" class="button primary" disabled={channel === null}>
          Show the rows there
        </button>
      </div>
    </form>
  );
}

// Such as https://sheet.slack.com/archives/C0123ABC456.
const CHANNEL = /(?:^|\/archives\/)([CDG][A-Z0-9]{5,30})(?:[/?]|$)/;

function channelIn(text: string): string | null {
  return CHANNEL.exec(text.trim())?.[1] ?? null;
}
