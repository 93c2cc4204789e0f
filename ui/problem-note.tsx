// How a problem is told: what happened, what to do, the next step, and the details folded away.
import { useEffect, useRef } from 'preact/hooks';
import { PROBLEMS, type Problem, type ProblemBody } from '../domain/problem.ts';
import { Icon } from './icon.tsx';

interface Told {
  code: keyof typeof PROBLEMS;
  detail: string;
  extras: Record<string, unknown>;
}

interface Props {
  problem: Problem | ProblemBody;
  /** Take the focus when it appears: for what the person's own click brought about. */
  takeFocus?: boolean | undefined;
  action?: { label: string; run: () => void } | undefined;
  /** Nothing else can be done on the screen: the next step is the blue button. */
  isWhole?: boolean;
}

export function ProblemNote({ problem, takeFocus, action, isWhole }: Props) {
  const { code, detail, extras } = told(problem);
  // Nothing went wrong where the person stopped it.
  const cancelled = code === 'run_cancelled';
  const allowAt = typeof extras.allowAt === 'string' ? extras.allowAt : null;
  const signInAt = typeof extras.signInAt === 'string' ? extras.signInAt : null;
  const next = isWhole ? 'primary' : '';
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takeFocus) note.current?.focus();
  }, [problem, takeFocus]);
  return (
    <div class={cancelled ? 'note' : 'note bad'} role="alert" tabIndex={-1} ref={note}>
      <Icon name={cancelled ? 'good' : 'bad'} />
      <div class="grow">
        <strong>{PROBLEMS[code].title}</strong>
        <p>{detail}</p>
        {typeof extras.hint === 'string' && <p class="quiet">Hint: {extras.hint}</p>}
        {!cancelled && <Details code={code} extras={extras} />}
        {(allowAt || signInAt || action) && (
          <div class="row wrap">
            {signInAt && (
              <a class={`button compact ${next}`} href={signInAt}>
                Sign in again
              </a>
            )}
            {allowAt && (
              <a class={`button compact ${next}`} href={allowAt} target="_blank" rel="noopener">
                Allow it at Google
              </a>
            )}
            {action && (
              <button
                type="button"
                class={`button compact ${allowAt ? '' : next}`}
                onClick={action.run}
              >
                {action.label}
              </button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}

const labels: [name: string, label: string][] = [
  ['line', 'Line'],
  ['column', 'Column'],
  ['sqlState', 'SQLSTATE'],
  ['parameter', 'Parameter'],
  ['file', 'File'],
  ['requestId', 'Request'],
  ['google', 'Google says'],
];

function Details({ code, extras }: Omit<Told, 'detail'>) {
  const rows = labels.flatMap(([name, label]) => {
    const value = extras[name];
    return typeof value === 'string' || typeof value === 'number' ? [[label, String(value)]] : [];
  });
  return (
    <details>
      <summary>Details</summary>
      <dl>
        <dt>Code</dt>
        <dd>{code}</dd>
        {rows.flatMap(([label, value]) => [<dt key={label}>{label}</dt>, <dd>{value}</dd>])}
      </dl>
    </details>
  );
}

function told(problem: Problem | ProblemBody): Told {
  if (problem instanceof Error) {
    return { code: problem.code, detail: problem.message, extras: problem.extras };
  }
  return { code: problem.code, detail: problem.detail, extras: problem };
}
