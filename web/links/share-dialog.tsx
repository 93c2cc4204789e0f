// Share links: those there are, a new one, and the secret of a new one, which is shown once.
import { useState } from 'preact/hooks';
import type { Link } from '../../domain/contract/link.ts';
import type { Parameter } from '../../domain/contract/parameter.ts';
import type { Problem } from '../../domain/problem.ts';
import { countWords } from '../../ui/age.ts';
import { Dialog } from '../../ui/dialog.tsx';
import type { Entries } from '../../ui/entries.ts';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { CopyButton } from '../controls/copy-button.tsx';
import { NewLinkForm, type WantedLink } from './new-link.tsx';

/** A link that was just made, with all that is to be copied of it. */
export interface MadeLink {
  name: string;
  lines: [label: string, text: string][];
}

interface Props {
  /** What whoever has a link sees. */
  shows: string;
  slug: string;
  parameters: readonly Parameter[];
  /** The values on the page, which a new link fixes. */
  entries: Entries;
  list: () => Promise<{ links: ShownLink[]; hidden: number }>;
  make: (link: WantedLink) => Promise<MadeLink>;
  onClose: () => void;
}

type ShownLink = Omit<Link, 'query'>;

export function ShareDialog({
  shows,
  slug,
  parameters,
  entries,
  list: load,
  make,
  onClose,
}: Props) {
  const [list, again] = useLoaded(slug, load);
  const [created, setCreated] = useState<MadeLink | null>(null);
  const making = async (link: WantedLink) => {
    setCreated(await make(link));
    again();
  };
  return (
    <Dialog title="Share links" onClose={onClose}>
      <div class="stack">
        <p class="quiet">
          Whoever has the address of a share link sees {shows}, without signing in, until it expires
          or is revoked.
        </p>
        {created ? (
          <Created link={created} />
        ) : (
          <NewLinkForm {...{ parameters, entries }} make={making} />
        )}
        {list.state === 'failed' && <ProblemNote problem={list.problem} />}
        {list.state === 'done' && (
          <Links links={list.value.links} hidden={list.value.hidden} onChanged={again} />
        )}
      </div>
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function Created({ link: { name, lines } }: { link: MadeLink }) {
  return (
    <div class="note good">
      <div class="grow stack">
        <p role="status">
          <strong>“{name}” is made</strong>
          Copy what you need now: the address is a secret, and is not shown again.
        </p>
        {lines.map(([label, text]) => (
          <div class="secret">
            <span class="small">{label}</span>
            <code>{text}</code>
            <CopyButton label="Copy" name={label} icon="copy" text={() => text} />
          </div>
        ))}
      </div>
    </div>
  );
}

interface LinksProps {
  links: ShownLink[];
  hidden: number;
  onChanged: () => void;
}

function Links({ links, hidden, onChanged }: LinksProps) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const revoke = (id: string) =>
    ask('DELETE link', { params: { id } }).then(onChanged, (error) => setProblem(problemOf(error)));
  if (links.length + hidden === 0) return null;
  return (
    <section aria-label="The links there are">
      {problem && <ProblemNote problem={problem} takeFocus />}
      <ul class="link-list">
        {links.map((link) => (
          <LinkItem key={link.id} link={link} onRevoke={() => void revoke(link.id)} />
        ))}
      </ul>
      {hidden > 0 && <p class="quiet small">And {countWords(hidden, 'link')} of others.</p>}
    </section>
  );
}

function LinkItem({ link, onRevoke }: { link: ShownLink; onRevoke: () => void }) {
  const { name, hint, state, lastUsedAt, expiresAt } = link;
  return (
    <li class="row">
      <div class="grow">
        <b>{name}</b> <code class="quiet">{hint}…</code>
        <p class="quiet small">
          {lastUsedAt ? (
            <>
              used <TimeAgo at={lastUsedAt} />
            </>
          ) : (
            'not used yet'
          )}
          {expiresAt && state === 'active' && (
            <>
              , expires <TimeAgo at={expiresAt} />
            </>
          )}
        </p>
      </div>
      {state === 'active' ? (
        <button type="button" class="button compact danger" onClick={onRevoke}>
          Revoke<span class="unseen"> {name}</span>
        </button>
      ) : (
        <span class="quiet">{state}</span>
      )}
    </li>
  );
}
