// The incoming webhooks that a query hangs on: addresses that programs call when its data is there.
import { useState } from 'preact/hooks';
import type { Hook } from '../../domain/contract/hook.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { countWords } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { ask } from '../frame/ask.ts';
import { NewHook } from './new-hook.tsx';

/** Only for those who write queries. */
export function Hooks({ query }: { query: SavedQuery }) {
  const { slug } = query;
  const [loaded, again] = useLoaded(slug, () => ask('GET hooks', { query: { query: slug } }));
  const [isMaking, setMaking] = useState(false);
  const [address, setAddress] = useState<string | null>(null);
  const made = (url: string) => {
    setMaking(false);
    setAddress(url);
    again();
  };
  return (
    <section class="hooks stack" aria-label="Incoming webhooks">
      <div class="row wrap">
        <h2 class="grow">When data is loaded</h2>
        <button type="button" class="button compact" onClick={() => setMaking(true)}>
          New incoming webhook
        </button>
      </div>
      <p class="quiet">
        An incoming webhook is an address that a program calls when its work is done, such as the
        nightly load: then alerts look at once, ranges that the server refreshes are written, who
        hears of changes is told, and kept results are made anew.
      </p>
      {address !== null && <Made address={address} />}
      {loaded.state === 'failed' && <ProblemNote problem={loaded.problem} />}
      {loaded.state === 'done' && <HookList hooks={loaded.value.hooks} onChanged={again} />}
      {isMaking && <NewHook query={query} onClose={() => setMaking(false)} onMade={made} />}
    </section>
  );
}

function Made({ address }: { address: string }) {
  const command = `curl -X POST ${address}`;
  return (
    <div class="note good">
      <div class="grow stack">
        <p role="status">
          <strong>The incoming webhook is made</strong>
          Copy the address now: it is a secret, and is not shown again.
        </p>
        <div class="secret">
          <span class="small">Call it by</span>
          <code>{command}</code>
          <CopyButton label="Copy" name="the command" icon="copy" text={() => command} />
        </div>
      </div>
    </div>
  );
}

function HookList({ hooks, onChanged }: { hooks: Hook[]; onChanged: () => void }) {
  if (hooks.length === 0) return null;
  return (
    <ul class="link-list">
      {hooks.map((hook) => (
        <HookItem key={hook.id} hook={hook} onChanged={onChanged} />
      ))}
    </ul>
  );
}

function HookItem({ hook, onChanged }: { hook: Hook; onChanged: () => void }) {
  const { id, name, hint, queries, tags, calls, calledAt, problem, may } = hook;
  const [isAsking, setAsking] = useState(false);
  const end = () => ask('DELETE hookById', { params: { id } }).then(onChanged);
  return (
    <li class="row">
      <div class="grow">
        <b>{name}</b> <code class="quiet">{hint}…</code>
        <p class="quiet small">
          {hangingWords(queries, tags)};{' '}
          {calledAt === null ? (
            'not called yet'
          ) : (
            <>
              {countWords(calls, 'call')}, the last <TimeAgo at={calledAt} />
            </>
          )}
        </p>
        {problem !== null && <p class="tone warn small">{problem}</p>}
      </div>
      {may.end && (
        <button type="button" class="button compact" onClick={() => setAsking(true)}>
          End<span class="unseen"> {name}</span>
        </button>
      )}
      {isAsking && (
        <ActionDialog
          title={`End “${name}”?`}
          action={{ label: 'End it', run: end, isDanger: true }}
          isQuestion
          onClose={() => setAsking(false)}
        >
          <p>Programs that call its address are told that it is not there any more.</p>
        </ActionDialog>
      )}
    </li>
  );
}

function hangingWords(queries: string[], tags: string[]): string {
  const parts = [
    ...(queries.length > 0 ? [queries.join(', ')] : []),
    ...(tags.length > 0 ? [`every query tagged ${tags.join(' or ')}`] : []),
  ];
  return `for ${parts.join(' and ')}`;
}
