// A problem of a query as it is told in the sidebar, with the one click that tells its author.
import { useState } from 'preact/hooks';
import type { Person } from '../../../domain/contract/query.ts';
import type { Problem, ProblemBody } from '../../../domain/problem.ts';
import { problemOf } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import type { ToldProblem } from '../../sidebar-functions.ts';
import { call } from '../server.ts';
import { useSession } from '../session.ts';
import { problemWords, saidOf, timeWords } from './problem-words.ts';

interface Props {
  problem: Problem | ProblemBody;
  /** Of which query, where, and with which values. */
  met: Omit<ToldProblem, 'problem'>;
  owner: Person | null;
  /** When the values that stand in the sheet are from. */
  shows?: string | null;
  takeFocus?: boolean;
  action?: { label: string; run: () => void };
}

export function ReaderProblem({ problem, met, owner, shows = null, ...rest }: Props) {
  const { start } = useSession();
  const said = saidOf(problem);
  const clock = { timeZone: start.spreadsheet.timeZone, now: Date.now() };
  const at = problem instanceof Error ? problem.extras['at'] : problem['at'];
  const words = problemWords(said, {
    mends: start.member.role !== 'viewer',
    since: typeof at === 'string' ? timeWords(at, clock) : null,
    shows: shows === null ? null : timeWords(shows, clock),
  });
  return (
    <ProblemNote problem={problem} words={words} {...rest}>
      {words.isAuthors && <TellAuthor told={{ ...met, problem: said }} owner={owner} />}
    </ProblemNote>
  );
}

function TellAuthor({ told, owner }: { told: ToldProblem; owner: Person | null }) {
  const { start, told: before, noteTold } = useSession();
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const key = [told.slug, told.range, told.problem.code].join(' ');
  const asks = `${start.pagesUrl.replace(/\/$/, '')}/asks`;
  const tell = async () => {
    setBusy(true);
    setFailed(null);
    try {
      await call('tellAuthor', told);
      noteTold(key);
    } catch (error) {
      setFailed(problemOf(error).message);
    }
    setBusy(false);
  };
  if (before.has(key)) {
    return (
      <p role="status">
        {owner?.name ? `${owner.name} and the other authors know` : 'The authors know'}. Their
        answer stands among{' '}
        <a href={asks} target="_blank" rel="noopener">
          what was asked for
        </a>
        .
      </p>
    );
  }
  return (
    <>
      <button type="button" class="button compact" disabled={busy} onClick={() => void tell()}>
        {busy ? 'Telling…' : 'Tell its author'}
      </button>
      {failed && (
        <p class="field-error" role="alert">
          {failed}
        </p>
      )}
    </>
  );
}
