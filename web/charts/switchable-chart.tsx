// A chart that its reader may have drawn otherwise, without changing it for anybody else, and keep as a picture.
import { useMemo, useState } from 'preact/hooks';
import type { Chart, ColumnNote } from '../../domain/contract/query.ts';
import type { Result } from '../../domain/contract/result.ts';
import { Icon } from '../../ui/icon.tsx';
import { fileName, saveFile } from '../controls/save-file.ts';
import { chartPlan } from './chart-plan.ts';
import { lookNames } from './look-names.ts';
import { drawable, pngOf, svgOf } from './picture.tsx';
import type { ChartPlan, Look } from './plans.ts';
import { ResultChart } from './result-chart.tsx';

interface Props {
  title: string;
  /** As the author set it. */
  set: Chart | null | undefined;
  table: Pick<Result, 'columns' | 'rows'>;
  notes?: readonly ColumnNote[] | undefined;
  /** What is drawn unless the reader chooses otherwise. */
  plan: ChartPlan;
}

export function SwitchableChart({ title, set, table, notes = [], plan }: Props) {
  const [look, setLook] = useState<Look | ''>('');
  const drawn = useMemo(
    () => (look === '' ? plan : chartPlan({ ...set, kind: look }, table, notes)),
    [look, plan],
  );
  return (
    <div class="chart-block">
      {drawn ? (
        <ResultChart plan={drawn} />
      ) : (
        <p class="empty quiet" role="status">
          These columns make no such chart. Choose another.
        </p>
      )}
      <div class="chart-foot">
        <label>
          <span class="quiet small">Drawn as</span>{' '}
          <select
            class="input"
            value={look}
            onChange={(event) => setLook(event.currentTarget.value as Look | '')}
          >
            <option value="">{set ? 'The author has it' : 'Suggested'}</option>
            {Object.entries(lookNames).map(([name, words]) => (
              <option value={name}>{words}</option>
            ))}
          </select>
        </label>
        {drawn && <Pictures title={title} plan={drawn} />}
      </div>
    </div>
  );
}

function Pictures({ title, plan }: { title: string; plan: ChartPlan }) {
  const picture = drawable(plan);
  if (!picture) return null;
  const name = fileName(title, 'chart');
  const saveSvg = () =>
    saveFile(new Blob([svgOf(title, picture)], { type: 'image/svg+xml' }), `${name}.svg`);
  const savePng = () => void pngOf(title, picture).then((file) => saveFile(file, `${name}.png`));
  return (
    <div class="downloads" role="group" aria-label="Keep the chart as a picture">
      <Icon name="download" />
      <button type="button" onClick={saveSvg}>
        SVG
      </button>
      <button type="button" onClick={savePng}>
        PNG
      </button>
    </div>
  );
}
