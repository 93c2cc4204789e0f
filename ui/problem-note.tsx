// How a problem is told: what happened, what to do, the next step, and the details folded away.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
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
  /** In words for whoever reads it; what the problem says by itself is then among the details. */
  words?: { title: string; sentences: string[] };
  /** Further steps. */
  children?: ComponentChildren;
}

export function ProblemNote({ problem, takeFocus, action, isWhole, words, children }: Props) {
  const { code, detail, extras } = told(problem);
  const { title, sentences } = words ?? { title: PROBLEMS[code].title, sentences: [detail] };
  // Nothing went wrong where the person stopped it.
  const cancelled = code === 'run_cancelled';
  const allowAt = typeof extras.allowAt === 'string' ? extras.allowAt : null;
  const signInAt = typeof extras.signInAt === 'string' ? extras.signInAt : null;
  const next = isWhole ? 'primary' : '';
  const note = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (takeFocus) note.current?.focus();
  }, [problem, takeFocus]);
  return (
    <div class={cancelled ? 'note' : 'note bad'} role="alert" tabIndex={-1} ref={note}>
      <Icon name={cancelled ? 'good' : 'bad'} />
      <div class="grow">
        <strong>{title}</strong>
        {sentences.map((sentence) => (
          <p>{sentence}</p>
        ))}
        {typeof extras.hint === 'string' && <p class="quiet">Hint: {extras.hint}</p>}
        {!cancelled && (
          <Details
            code={code}
            extras={extras}
            detail={sentences.includes(detail) ? null : detail}
          />
        )}
        {children && <div class="row wrap">{children}</div>}
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

interface DetailsProps extends Omit<Told, 'detail'> {
  /** What it says, where that is not told above. */
  detail: string | null;
}

function Details({ code, extras, detail }: DetailsProps) {
  const rows = labels.flatMap(([name, label]) => {
    const value = extras[name];
    return typeof value === 'string' || typeof value === 'number' ? [[label, String(value)]] : [];
  });
  return (
    <details>
      <summary>Details</summary>
      {detail !== null && <p>{detail}</p>}
      <dl>
        {rows.flatMap(([label, value]) => [<dt key={label}>{label}</dt>, <dd>{value}</dd>])}
        <dt>Code</dt>
        <dd>{code}</dd>
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
