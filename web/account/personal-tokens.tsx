// The tokens of a member's programs: made, shown once, revoked.
import { useState } from 'preact/hooks';
import type { PersonalTokenView } from '../../domain/contract/session.ts';
import type { Problem } from '../../domain/problem.ts';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { CopyButton } from '../controls/copy-button.tsx';
import { NewToken, scopes } from './new-token.tsx';

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
