// A share link's result in a page of another site: a table, a number or a chart, of when it is, and what is wrong with it. The
// classes are for the page's own style sheet.
import type { SharedResult } from '../../domain/contract/link.ts';
import { chartPlan } from '../charts/chart-plan.ts';
import { drawable } from '../charts/picture.tsx';
import type { Asked } from './asked.ts';
import { EmbeddedChart } from './embedded-chart.tsx';
import { EmbeddedTable } from './embedded-table.tsx';
import { EmbeddedNumber } from './embedded-number.tsx';
import { useShared } from './use-shared.ts';

export function Embedded({ asked }: { asked: Asked }) {
  const { result, problem } = useShared(asked);
  const said = problem ?? result?.stale ?? null;
  return (
    <>
      {result !== null && <Body {...{ asked, result }} />}
      {said !== null && (
        <p class="sheetfeed-problem" role="status">
          {said}
        </p>
      )}
      {result !== null && (
        <p class="sheetfeed-age">
          <small>
            As of <time dateTime={result.ranAt}>{new Date(result.ranAt).toLocaleString()}</time>
          </small>
        </p>
      )}
    </>
  );
}

function Body({ asked: { show, rows }, result }: { asked: Asked; result: SharedResult }) {
  if (show === 'number') return <EmbeddedNumber result={result} />;
  const plan = show === 'chart' ? chartPlan(result.chart, result, result.notes) : null;
  const drawn = plan && drawable(plan);
  // What makes no chart is read as a table.
  if (drawn === null) return <EmbeddedTable {...{ result, rows }} />;
  return <EmbeddedChart title={result.title} plan={drawn} />;
}
