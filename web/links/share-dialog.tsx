// Share links: those there are, a new one, and the secret of a new one, which is shown once.
import { useId, useState } from 'preact/hooks';
import type { CreatedLink, Link } from '../../domain/contract/link.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Problem } from '../../domain/problem.ts';
import { countWords } from '../../ui/age.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { labelOf, valuesOf, type Entries } from '../../ui/entries.ts';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { CopyButton } from '../controls/copy-button.tsx';

interface Props {
  query: SavedQuery;
  /** The values on the page, which a new link fixes. */
  entries: Entries;
  onClose: () => void;
}

export function ShareDialog({ query, entries, onClose }: Props) {
  const [list, again] = useLoaded(query.slug, () =>
    ask('GET links', { params: { slug: query.slug } }),
  );
  const [created, setCreated] = useState<CreatedLink | null>(null);
  const made = (link: CreatedLink) => {
    setCreated(link);
    again();
  };
  return (
    <Dialog title="Share links" onClose={onClose}>
      <div class="stack">
        <p class="quiet">
          Whoever has the address of a share link sees this query’s result, without signing in,
          until it expires or is revoked.
        </p>
        {created ? (
          <Created link={created} />
        ) : (
          <NewLink query={query} entries={entries} onCreated={made} />
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

function Created({ link }: { link: CreatedLink }) {
  const lines: [label: string, text: string][] = [
    ['Page', link.url],
    ['CSV', link.csvUrl],
    ['JSON', link.jsonUrl],
    ['Formula for a cell', link.importData],
  ];
  return (
    <div class="note good">
      <div class="grow stack">
        <p role="status">
          <strong>“{link.name}” is made</strong>
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

interface NewProps {
  query: SavedQuery;
  entries: Entries;
  onCreated: (link: CreatedLink) => void;
}

const expiries: [words: string, days: number | null][] = [
  ['in 7 days', 7],
  ['in 30 days', 30],
  ['in a year', 365],
  ['never', null],
];

function NewLink({ query, entries, onCreated }: NewProps) {
  const id = useId();
  const [name, setName] = useState('');
  const [days, setDays] = useState('30');
  const [free, setFree] = useState<string[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const create = () => {
    const values = valuesOf(query.parameters, entries);
    for (const parameter of free) delete values[parameter];
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const expiresAt = days === '' ? null : inDays(Number(days));
    const body = { name, values, free, expiresAt, timeZone };
    ask('POST links', { params: { slug: query.slug }, body }).then(onCreated, (error) =>
      setProblem(problemOf(error)),
    );
  };
  return (
    <form
      class="stack"
      aria-label="New share link"
      onSubmit={(event) => {
        event.preventDefault();
        create();
      }}
    >
      <div class="two-fields">
        <div class="field">
          <label class="field-label" for={`${id}-name`}>
            For whom or what
          </label>
          <input
            class="input"
            id={`${id}-name`}
            required
            placeholder="The board’s dashboard"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label class="field-label" for={`${id}-expires`}>
            Expires
          </label>
          <select
            class="input"
            id={`${id}-expires`}
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
          >
            {expiries.map(([words, count]) => (
              <option value={count ?? ''}>{words}</option>
            ))}
          </select>
        </div>
      </div>
      {query.parameters.length > 0 && (
        <fieldset>
          <legend class="field-label">Values that whoever has it may change</legend>
          <p class="field-hint">The others stay as they are on this page now.</p>
          {query.parameters.map((parameter) => (
            <label class="check">
              <input
                type="checkbox"
                checked={free.includes(parameter.name)}
                onChange={() => setFree(toggled(free, parameter.name))}
              />
              {labelOf(parameter)}
            </label>
          ))}
        </fieldset>
      )}
      {problem && <ProblemNote problem={problem} takeFocus />}
      <div>
        <button type="submit" class="button primary">
          Make a share link
        </button>
      </div>
    </form>
  );
}

function toggled(names: string[], name: string): string[] {
  return names.includes(name) ? names.filter((other) => other !== name) : [...names, name];
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

interface LinksProps {
  links: Link[];
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
          <li class="row" key={link.id}>
            <div class="grow">
              <b>{link.name}</b> <code class="quiet">{link.hint}…</code>
              <p class="quiet small">
                {link.lastUsedAt ? (
                  <>
                    used <TimeAgo at={link.lastUsedAt} />
                  </>
                ) : (
                  'not used yet'
                )}
                {link.expiresAt && link.state === 'active' && (
                  <>
                    , expires <TimeAgo at={link.expiresAt} />
                  </>
                )}
              </p>
            </div>
            {link.state === 'active' ? (
              <button
                type="button"
                class="button compact danger"
                onClick={() => void revoke(link.id)}
              >
                Revoke<span class="unseen"> {link.name}</span>
              </button>
            ) : (
              <span class="quiet">{link.state}</span>
            )}
          </li>
        ))}
      </ul>
      {hidden > 0 && <p class="quiet small">And {countWords(hidden, 'link')} of others.</p>}
    </section>
  );
}
