// Your account: who you are here, in which browsers you are signed in, and the tokens of your programs.
import { useState } from 'preact/hooks';
import type { MemberView } from '../../domain/contract/member.ts';
import type { SessionView } from '../../domain/contract/session.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { RangeSchedules } from '../subscriptions/range-schedules.tsx';
import { YourSubscriptions } from '../subscriptions/your-subscriptions.tsx';
import { GrantPart } from './grant-part.tsx';
import { PersonalTokens } from './personal-tokens.tsx';
import { useTitle } from '../frame/title.ts';

const roles = {
  viewer: 'Viewer: you find queries, run them and use them in spreadsheets.',
  author: 'Author: you also write queries and share them by link.',
  admin: 'Admin: you also manage members, groups and data sources, and read the audit.',
};

export function AccountPage({ member }: { member: MemberView | null }) {
  useTitle('Your account');
  if (member === null) return <i class="shape table-shape" />;
  return (
    <div class="narrow stack account">
      <h1>Your account</h1>
      {member.local ? (
        <p>
          Nobody signs in here: this server runs for one person on one computer, who is its admin.
          Sessions and tokens come with a sign-in (the settings GOOGLE_CLIENT_IDS and
          OIDC_CLIENT_ID).
        </p>
      ) : (
        <>
          <div>
            <p>
              <b>{member.name}</b> <span class="quiet">{member.email}</span>
            </p>
            <p class="quiet">{roles[member.role]}</p>
          </div>
          <Sessions />
          <PersonalTokens mayWrite={member.role !== 'viewer'} />
        </>
      )}
      <GrantPart />
      <YourSubscriptions />
      <section class="stack" aria-labelledby="ranges">
        <h2 id="ranges">Linked ranges that the server refreshes</h2>
        <RangeSchedules whose="mine" />
      </section>
    </div>
  );
}

function Sessions() {
  const [loaded, again] = useLoaded('sessions', () => ask('GET sessions'));
  const [problem, setProblem] = useState<Problem | null>(null);
  const failed = (error: unknown) => setProblem(problemOf(error));
  const leave = () => location.assign(routes.catalog);
  const end = ({ id, current }: SessionView) =>
    ask('DELETE session', { params: { id } }).then(current ? leave : again, failed);
  const sessions = loaded.state === 'done' ? loaded.value.sessions : [];
  return (
    <section class="stack" aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      {loaded.state === 'loading' && <i class="shape" />}
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {problem && <ProblemNote problem={problem} takeFocus />}
      {sessions.length > 0 && (
        <ul class="plain-list">
          {sessions.map((session) => (
            <li class="row" key={session.id}>
              <div class="grow">
                <b>{browserName(session.browser)}</b>{' '}
                {session.current && <span class="badge">this browser</span>}
                <p class="quiet small" title={session.browser}>
                  used <TimeAgo at={session.lastUsedAt} />, since <TimeAgo at={session.createdAt} />
                </p>
              </div>
              <button type="button" class="button compact" onClick={() => void end(session)}>
                Sign out
                {!session.current && <span class="unseen"> {browserName(session.browser)}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      {sessions.length > 1 && (
        <div>
          <button
            type="button"
            class="button danger"
            onClick={() => void ask('DELETE sessions').then(leave, failed)}
          >
            Sign out everywhere
          </button>
        </div>
      )}
      {loaded.state === 'done' && sessions.length === 0 && (
        <p class="quiet">You are signed in by Google Sheets or a token, not in a browser.</p>
      )}
    </section>
  );
}

/** A browser and its system in two words, from what it calls itself. */
function browserName(agent: string): string {
  const find = (known: [RegExp, string][]) => known.find(([pattern]) => pattern.test(agent))?.[1];
  const browser = find([
    [/Edg\//, 'Edge'],
    [/Firefox\//, 'Firefox'],
    [/OPR\//, 'Opera'],
    [/Chrome\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ]);
  const system = find([
    [/iPhone|iPad/, 'iOS'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/Linux|X11/, 'Linux'],
  ]);
  if (browser === undefined) return agent.slice(0, 40) || 'A browser';
  return system === undefined ? browser : `${browser} on ${system}`;
}
