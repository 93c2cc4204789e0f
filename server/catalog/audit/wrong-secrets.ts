// Tells the audit how often which address was wrong about a link, a token or a cookie: a line a minute for each.
import type { AuditTrail } from './trail.ts';
import { OTHERS, type Guesses } from '../../identity/guesses.ts';
import type { Member } from '../../identity/member.ts';

const TELL_EVERY_MS = 60_000;

const nobody: Member = { id: '', email: '', name: '', role: 'viewer' };

/** The function that is returned tells what is left, and ends it. */
export function auditWrongSecrets(guesses: Guesses | null, trail: AuditTrail): () => void {
  if (guesses === null) return () => {};
  const tell = () => {
    for (const [address, times] of guesses.takeWrong()) {
      trail.record({
        ...{ kind: 'sign_in', member: nobody, what: 'was wrong about a secret', subject: null },
        ...{ details: { times }, outcome: 'unauthenticated' },
        address: address === OTHERS ? null : address,
      });
    }
  };
  const timer = setInterval(tell, TELL_EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    tell();
  };
}
