// The tokens of a member's programs: made, shown once, revoked.
import { useId, useState } from 'preact/hooks';
import type { PersonalTokenView, Scope } from '../../domain/contract/session.ts';
import type { Problem } from '../../domain/problem.ts';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { CopyButton } from '../controls/copy-button.tsx';

const scopes: [scope: Scope, words: string][] = [
  ['read', 'Read the catalog'],
  ['run', 'Run queries'],
  ['write', 'Write queries'],
];

export function PersonalTokens({ mayWrite }: { mayWrite: boolean }) {
  const [loaded, again] = useLoaded('tokens', () => ask('GET personalTokens'));
  const [made, setMade] = useState<string | null>(null);
  const tokens = loaded.state === 'done' ? loaded.value.tokens : [];
  return (
    <section class="stack" aria-labelledby="tokens">
      <h2 id="tokens">Personal tokens</h2>
      <p class="quiet">
        For programs of yours, such as a nightly download. A token does what it says and no more
        than you may, until it expires or you revoke it.
      </p>
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {made !== null && <MadeToken token={made} />}
      {tokens.length > 0 && (
        <ul class="plain-list">
          {tokens.map((token) => (
            <TokenItem key={token.id} token={token} onRevoked={again} />
          ))}
        </ul>
      )}
      <NewToken
        mayWrite={mayWrite}
        onMade={(token) => {
          setMade(token);
          again();
        }}
      />
    </section>
  );
}

function MadeToken({ token }: { token: string }) {
  return (
    <div class="note" role="status">
      <div class="grow stack">
        <p>
          <b>Copy the token now.</b> It is not shown again.
        </p>
        <div class="row">
          <code class="grow token-text">{token}</code>
          <CopyButton icon="copy" label="Copy" name="the token" text={() => token} />
        </div>
        <p class="quiet small">
          Send it as the header <code>Authorization: Bearer …</code>
        </p>
      </div>
    </div>
  );
}

function TokenItem({ token, onRevoked }: { token: PersonalTokenView; onRevoked: () => void }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const { id, name, expiresAt, lastUsedAt } = token;
  const isOver = Date.parse(expiresAt) < Date.now();
  const revoke = () =>
    ask('DELETE personalToken', { params: { id } }).then(onRevoked, (error) =>
      setProblem(problemOf(error)),
    );
  const may = scopes.filter(([scope]) => token.scopes.includes(scope)).map(([, words]) => words);
  return (
    <li class="row">
      <div class="grow">
        <b>{name}</b> {isOver && <span class="badge retired">expired</span>}
        <p class="quiet small">
          {may.join(', ').toLowerCase()};{' '}
          {lastUsedAt === null ? (
            'not used yet'
          ) : (
            <>
              used <TimeAgo at={lastUsedAt} />
            </>
          )}
          ; {isOver ? 'ended' : 'ends'} <TimeAgo at={expiresAt} />
        </p>
        {problem && <ProblemNote problem={problem} takeFocus />}
      </div>
      <button type="button" class="button compact danger" onClick={() => void revoke()}>
        Revoke<span class="unseen"> {name}</span>
      </button>
    </li>
  );
}

const lifetimes = [30, 90, 365];

interface NewProps {
  mayWrite: boolean;
  onMade: (token: string) => void;
}

function NewToken({ mayWrite, onMade }: NewProps) {
  const id = useId();
  const [name, setName] = useState('');
  const [days, setDays] = useState(90);
  const [chosen, setChosen] = useState<Scope[]>(['read', 'run']);
  const [problem, setProblem] = useState<Problem | null>(null);
  const make = async (event: Event) => {
    event.preventDefault();
    try {
      const { token } = await ask('POST personalTokens', { body: { name, scopes: chosen, days } });
      setProblem(null);
      setName('');
      onMade(token);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const toggle = (scope: Scope) =>
    setChosen(chosen.includes(scope) ? chosen.filter((one) => one !== scope) : [...chosen, scope]);
  return (
    <form class="stack" aria-label="A new token" onSubmit={(event) => void make(event)}>
      <div class="two-fields">
        <div class="field">
          <label class="field-label" for={`${id}-name`}>
            What it is for
          </label>
          <input
            class="input"
            id={`${id}-name`}
            required
            maxLength={100}
            placeholder="Nightly export"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label class="field-label" for={`${id}-days`}>
            Ends after
          </label>
          <select
            class="input"
            id={`${id}-days`}
            value={days}
            onChange={(event) => setDays(Number(event.currentTarget.value))}
          >
            {lifetimes.map((count) => (
              <option value={count}>{count} days</option>
            ))}
          </select>
        </div>
      </div>
      <fieldset>
        <legend class="field-label">It may</legend>
        {scopes
          .filter(([scope]) => scope !== 'write' || mayWrite)
          .map(([scope, words]) => (
            <label class="check" key={scope}>
              <input
                type="checkbox"
                checked={chosen.includes(scope)}
                onChange={() => toggle(scope)}
              />
              {words}
            </label>
          ))}
      </fieldset>
      {problem && <ProblemNote problem={problem} takeFocus />}
      <div>
        <button type="submit" class="button" disabled={chosen.length === 0}>
          Make a token
        </button>
      </div>
    </form>
  );
}
