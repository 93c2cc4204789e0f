// What a try gave: its rows and how long they took, as a table and as the chart that the form beside it sets; to copy and to keep.
import { useMemo, useRef } from 'preact/hooks';
import type { Result } from '../../../domain/contract/result.ts';
import { countWords } from '../../../ui/age.ts';
import { Icon } from '../../../ui/icon.tsx';
import { chartPlan } from '../../charts/chart-plan.ts';
import { ChartButton } from '../../charts/chart-button.tsx';
import { useChartSwitch } from '../../charts/chart-switch.ts';
import { SwitchableChart } from '../../charts/switchable-chart.tsx';
import { CopyButton } from '../../controls/copy-button.tsx';
import { fileName, saveFile } from '../../controls/save-file.ts';
import { FreezeButton } from '../../frozen/freeze-button.tsx';
import { commaSeparated } from '../../result/comma-separated.ts';
import { inOrder } from '../../result/in-order.ts';
import { BeforeResult, ResultTable } from '../../result/result-panel.tsx';
import type { OnScreen } from '../../result/result-table.tsx';
import { tabSeparated } from '../../result/tab-separated.ts';
import { shownAtMost, type ResultRun } from '../../result/use-result.ts';
import type { DraftContent } from '../draft.ts';
import { msWords } from './measured-plan.tsx';

/** What the draft says of its result's looks. */
export type Looks = Pick<DraftContent, 'title' | 'chart' | 'columns'>;

export function TriedResult({ result, looks }: { result: ResultRun; looks: Looks }) {
  const { last, run } = result;
  if (last) return <Tried {...{ last, run, looks }} />;
  if (run.state === 'failed') return null;
  return <BeforeResult running={run.state === 'running'} complete />;
}

interface TriedProps {
  last: Result;
  run: ResultRun['run'];
  looks: Looks;
}

function Tried({ last, run, looks: { title, chart, columns } }: TriedProps) {
  const onScreen = useRef<OnScreen | null>(null);
  const [chartOn, switchChart] = useChartSwitch();
  const plan = useMemo(() => chartPlan(chart, last, columns), [chart, last, columns]);
  // What failed gave nothing: these rows are of a text that ran before.
  const isEarlier = run.state === 'failed';
  return (
    <div class={run.state === 'running' || isEarlier ? 'stack stale' : 'stack'}>
      <div class="result-bar">
        <p class="grow" role="status">
          <strong>
            {isPart(last) && 'First '}
            {countWords(last.rows.length, 'row')}
          </strong>
          {isEarlier && ' of the run before'}
          <span class="quiet"> in {msWords(last.durationMs)}</span>
        </p>
        {plan && <ChartButton isOn={chartOn} onClick={switchChart} />}
        <FreezeButton run={last.run} />
        <Take title={title} rowsOf={() => inOrder(last, onScreen.current)} />
      </div>
      {isPart(last) && <OnlyThese count={last.rows.length} />}
      {plan && chartOn && (
        <SwitchableChart {...{ title, plan }} set={chart} table={last} notes={columns} />
      )}
      <ResultTable result={last} notes={columns} onScreen={onScreen} />
    </div>
  );
}

const isPart = ({ truncated, next }: Result) => truncated || next !== null;

function OnlyThese({ count }: { count: number }) {
  return (
    <p class="quiet small">
      There are more rows. What is shown, drawn, copied and saved here is of the first{' '}
      {countWords(count, 'row')}.{' '}
      {count < shownAtMost
        ? 'One run may give no more than that: ask for fewer rows.'
        : 'The page of the query downloads all of them, once it is saved.'}
    </p>
  );
}

interface TakeProps {
  title: string;
  /** As they stand on the screen at that moment. */
  rowsOf: () => Pick<Result, 'columns' | 'rows'>;
}

/** The rows as they are shown, for elsewhere. */
function Take({ title, rowsOf }: TakeProps) {
  const name = fileName(title, 'try');
  const save = () =>
    saveFile(new Blob([commaSeparated(rowsOf())], { type: 'text/csv' }), `${name}.csv`);
  return (
    <>
      <CopyButton label="Copy rows" icon="copy" text={() => tabSeparated(rowsOf())} />
      <button
        type="button"
        class="button compact"
        title="The rows as they stand below"
        onClick={save}
      >
        <Icon name="download" />
        CSV
      </button>
    </>
  );
}
