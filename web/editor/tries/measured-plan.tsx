// How the database executed a text: its steps as a tree, each with its words, its time and its rows.
import type { MeasuredPlan, PlanStep } from '../../../domain/contract/schema.ts';
import { Warnings } from './warnings.tsx';

export function MeasuredTree({ plan }: { plan: MeasuredPlan }) {
  const { steps, more, warnings, planningMs, executionMs } = plan;
  const most = steps.reduce((longest, { ownMs }) => Math.max(longest, ownMs), 0);
  return (
    <>
      <p>
        It took {msWords(executionMs)}, and {msWords(planningMs)} before that to plan it. Its rows
        were not sent.
      </p>
      {warnings.length > 0 && <Warnings sentences={warnings} />}
      <div class="plan-box" role="region" aria-label="Steps with their times" tabIndex={0}>
        <table class="plan">
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col">Its own time</th>
              <th scope="col">With those below</th>
              <th scope="col">Rows</th>
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <Step step={step} share={most === 0 ? 0 : step.ownMs / most} />
            ))}
          </tbody>
        </table>
      </div>
      {more && <p class="quiet small">The plan has more steps than are shown.</p>}
    </>
  );
}

/** Deeper steps would have no room for their words. */
const deepestIndent = 12;

/** `share`: of the longest own time. */
function Step({ step, share }: { step: PlanStep; share: number }) {
  const { name, sentence, details, depth, ms, ownMs, loops } = step;
  return (
    <tr class={loops === 0 ? 'quiet' : undefined}>
      <th scope="row" style={{ '--depth': Math.min(depth, deepestIndent) }}>
        <span class="unseen">Level {depth + 1}: </span>
        {sentence && <span class="plan-words">{sentence}</span>}
        <code>{name}</code>
        {details.map((detail) => (
          <code class="quiet">{detail}</code>
        ))}
      </th>
      <td>
        <span class="plan-time" style={{ '--share': share }}>
          {loops === 0 ? 'never needed' : msWords(ownMs)}
        </span>
      </td>
      <td>{loops > 0 && msWords(ms)}</td>
      <td>
        <Rows {...step} />
      </td>
    </tr>
  );
}

function Rows({ rows, expectedRows, loops }: PlanStep) {
  if (loops === 0) return null;
  return (
    <>
      {rows.toLocaleString()}
      {loops > 1 && <span class="quiet small"> in {loops.toLocaleString()} turns</span>}
      {expectedRows !== rows && (
        <span class="quiet small expected"> {expectedRows.toLocaleString()} expected</span>
      )}
    </>
  );
}

/** A time between less than a thousandth of a second and minutes. */
export function msWords(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toLocaleString(undefined, digits(1))} s`;
  if (ms >= 100) return `${Math.round(ms).toLocaleString()} ms`;
  return `${ms.toLocaleString(undefined, digits(ms >= 1 ? 1 : 3))} ms`;
}

const digits = (most: number) => ({ maximumFractionDigits: most });
