// The result of a query's page: its state while it runs, the table, its age, and ways to take it along.
import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { ColumnNote, Query } from '../../domain/contract/query.ts';
import type { Result } from '../../domain/contract/result.ts';
import { routes } from '../../domain/routes.ts';
import { SheetsRead } from '../../ui/sheets-read.tsx';
import { countWords, elapsedWords, serverWords } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo, useNow } from '../../ui/time-ago.tsx';
import { chartPlan } from '../charts/chart-plan.ts';
import { ChartButton } from '../charts/chart-button.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { Downloads, type Addresses } from './downloads.tsx';
import type { CellMarks } from './cell-marks.ts';
import { inOrder } from './in-order.ts';
import type { OnScreen, ResultTableProps } from './result-table.tsx';
import { useChartSwitch } from '../charts/chart-switch.ts';
import { lazy } from '../frame/lazy.tsx';
import { FreezeButton } from '../frozen/freeze-button.tsx';
import { KeepAsSent } from '../sent/keep-as-sent.tsx';
import { ToldFilter, ToldTable } from '../sent/told-filter.tsx';
import { ownResult } from '../sent/told-result.ts';
import { useTold, type ToldRows } from '../sent/use-told.ts';
import { SwitchableChart } from '../charts/switchable-chart.tsx';
import { tabSeparated } from './tab-separated.ts';
import { shownAtMost, type ResultRun, type Run } from './use-result.ts';

export const ResultTable = lazy<ResultTableProps>({
  name: 'table',
  load: async () => (await import('./result-table.tsx')).ResultTable,
  shape: <i class="shape table-shape" />,
});

const noNotes: ColumnNote[] = [];

interface Props {
  query: Query;
  search: string;
  result: ResultRun;
  /** Whether every needed value is given. */
  complete: boolean;
  canRun: boolean;
  /** It is only selected from the query's result: no address gives it. */
  isSelected?: boolean;
  marks?: CellMarks;
}

export function ResultPanel(props: Props) {
  const { query, search, result, complete, canRun, isSelected = false, marks } = props;
  const { run, last } = result;
  const plan = useMemo(
    () => (last ? chartPlan(query.chart, ownResult(last), query.columns) : null),
    [last, query.chart],
  );
  const told = useTold(last);
  const [chartOn, switchChart] = useChartSwitch();
  const running = run.state === 'running';
  const onScreen = useRef<OnScreen | null>(null);
  return (
    <section class="result" aria-label="Result" aria-busy={running}>
      {last && (
        <ResultBar {...{ query, search, isSelected, onScreen, told }} result={last}>
          {plan && <ChartButton isOn={chartOn} onClick={switchChart} />}
        </ResultBar>
      )}
      {run.state === 'failed' && typeof run.problem.extras.parameter !== 'string' && (
        <ProblemNote problem={run.problem} takeFocus={run.problem.code !== 'run_cancelled'} />
      )}
      {running && <Progress run={run} onCancel={result.cancel} />}
      {last ? (
        <div class={running ? 'stack stale' : 'stack'}>
          {plan && chartOn && (
            <SwitchableChart
              title={query.title}
              set={query.chart}
              table={ownResult(last)}
              notes={query.columns}
              plan={plan}
            />
          )}
          <ToldTable told={told}>
            <ResultTable
              {...{ onScreen }}
              result={told.shown ?? last}
              marks={told.marksOf(marks)}
              notes={query.columns ?? noNotes}
            />
          </ToldTable>
        </div>
      ) : (
        run.state !== 'failed' && canRun && <BeforeResult running={running} complete={complete} />
      )}
    </section>
  );
}

export function BeforeResult({ running, complete }: { running: boolean; complete: boolean }) {
  if (running) return <i class="shape table-shape" />;
  return (
    <p class="empty quiet">
      {complete
        ? 'Press Run to see the result here.'
        : 'Fill in what is needed, then press Run. The result appears here.'}
    </p>
  );
}

export function Progress({
  run,
  onCancel,
}: {
  run: Extract<Run, { state: 'running' }>;
  onCancel: () => void;
}) {
  const elapsed = useNow(500) - run.startedAt;
  const rows = run.rowCount > 0 ? `: ${countWords(run.rowCount, 'row')} so far` : '';
  return (
    <div class="note" hidden={elapsed < 1000}>
      <p class="grow">
        <span role="status">{elapsed >= 1000 && `Running the query${rows}…`}</span>
        {elapsed >= 5000 && <span class="quiet"> {elapsedWords(elapsed)}</span>}
      </p>
      {elapsed >= 5000 && (
        <button type="button" class="button compact" onClick={onCancel}>
          Cancel
        </button>
      )}
    </div>
  );
}

interface BarProps {
  query: Query;
  search: string;
  isSelected: boolean;
  told: ToldRows;
  result: Result;
  onScreen: { current: OnScreen | null };
  children: ComponentChildren;
}

function ResultBar({ query, search, isSelected, told, result, onScreen, children }: BarProps) {
  const { slug } = query;
  return (
    <>
      <div class="result-bar">
        <p class="grow" role="status">
          <strong>
            {result.truncated && 'First '}
            {countWords(result.rowCount, 'row')}
          </strong>
          <span class="quiet">
            , <TimeAgo at={result.ranAt} />
            {isFarBehind(result) && ` ${serverWords(result.ranOn, result.lagSeconds)}`}
          </span>
          <SheetsRead tables={result.sheetTables} pageOf={routes.tablePage} />
        </p>
        {children}
        {!isSelected && (
          <CopyButton
            label="Copy link"
            icon="link"
            text={() => location.origin + routes.queryPage(slug) + search}
          />
        )}
        <FreezeButton run={result.run} />
        {!isSelected && (
          <KeepAsSent {...{ result, query }} rowsOf={() => told.sentRows(onScreen.current)} />
        )}
        <CopyButton
          label="Copy rows"
          icon="copy"
          text={() => tabSeparated(inOrder(told.shown ?? result, onScreen.current))}
        />
        {!isSelected && <Downloads name={slug} addresses={addressesOf(slug, search)} />}
      </div>
      <ToldFilter told={told} />
      <NotAll result={result} />
    </>
  );
}

// The facts beside say where it ran; here only what somebody who reads the numbers must know.
function isFarBehind({ ranOn, lagSeconds }: Result): boolean {
  return ranOn === 'follower' && (lagSeconds ?? 0) >= 10;
}

// In the reader's zone, as the table above: "today" must mean the same day in both.
function addressesOf(slug: string, search: string): Addresses {
  const asked = new URLSearchParams(search);
  asked.set('_timeZone', Intl.DateTimeFormat().resolvedOptions().timeZone);
  const address = (path: string) => `${path}?${asked}`;
  return {
    // Excel takes a CSV without the mark for one of its old alphabets.
    CSV: `${address(routes.csv(slug))}&_bom=1`,
    JSON: address(routes.json(slug)),
    XLSX: address(routes.xlsx(slug)),
  };
}

function NotAll({ result }: { result: Result }) {
  if (!result.truncated && result.next === null) return null;
  const shown = Math.min(result.rows.length, shownAtMost);
  // Fewer than the page would show: the server's own limit ended the run, and it would refuse a download too.
  const isLimited = shown < shownAtMost;
  return (
    <div class="note warn">
      <Icon name="warn" />
      <p>
        This page shows the first {countWords(shown, 'row')}.{' '}
        {isLimited
          ? 'There are more, but one run may give no more than that, and a download neither: ask for fewer rows, such as a shorter time.'
          : 'To have all of them, download it.'}
      </p>
    </div>
  );
}
