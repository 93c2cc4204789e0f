// The chart that the fields beside it set, drawn of the rows that were tried last.
import { useMemo } from 'preact/hooks';
import type { Result } from '../../../domain/contract/result.ts';
import { countWords } from '../../../ui/age.ts';
import { chartPlan } from '../../charts/chart-plan.ts';
import { ResultChart } from '../../charts/result-chart.tsx';
import type { DraftContent } from '../draft.ts';

interface Props {
  content: Pick<DraftContent, 'chart' | 'columns'>;
  /** Null: nothing was tried yet. */
  tried: Result | null;
}

export function ChartPreview({ content: { chart, columns }, tried }: Props) {
  const plan = useMemo(() => tried && chartPlan(chart, tried, columns), [tried, chart, columns]);
  if (chart?.kind === 'none') return null;
  return (
    <section class="chart-preview stack small-gap" aria-label="Preview of the chart">
      {plan && <ResultChart plan={plan} />}
      <p class="quiet small" role="status">
        {plan && tried
          ? `Of what ran last: ${countWords(tried.rows.length, 'row')}.`
          : whyNone(tried, chart !== null)}
      </p>
    </section>
  );
}

function whyNone(tried: Result | null, isSet: boolean): string {
  if (tried === null) return 'Run the query, and its chart is drawn here.';
  if (tried.rows.length < 2) return 'What ran last gave too few rows for a chart.';
  return isSet
    ? 'What ran last has no columns for this chart. Choose others, or another chart.'
    : 'The columns of what ran last suggest no chart. Choose one, and it is drawn here.';
}
