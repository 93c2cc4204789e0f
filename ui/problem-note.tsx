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
}

export function ProblemNote({ problem, takeFocus, action }: Props) {
  const { code, detail, extras } = told(problem);
  // Nothing went wrong where the person stopped it.
  const cancelled = code === 'run_cancelled';
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
        {typeof extras.allowAt === 'string' && (
          <div class="row">
            <a class="button compact" href={extras.allowAt} target="_blank" rel="noopener">
              Allow it at Google
            </a>
          </div>
        )}
        {action && (
          <div class="row">
            <button type="button" class="button compact" onClick={action.run}>
              {action.label}
            </button>
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
