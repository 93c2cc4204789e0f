// Shows a result's chart above its rows, or puts it away.
import { Icon } from '../../ui/icon.tsx';

export function ChartButton({ isOn, onClick }: { isOn: boolean; onClick: () => void }) {
  return (
    <button type="button" class="button compact switch" aria-pressed={isOn} onClick={onClick}>
      <Icon name="chart" />
      Chart
    </button>
  );
}
