// Says that Sheetfeed is being looked after, why, and what waits meanwhile.
import type { MaintenanceView } from '../domain/contract/operation/maintenance.ts';
import { Icon } from './icon.tsx';

export function MaintenanceNote({ maintenance }: { maintenance: MaintenanceView | undefined }) {
  if (maintenance === undefined) return null;
  const { reason } = maintenance;
  return (
    <div class="banner" role="status">
      <Icon name="warn" />
      <span>
        Sheetfeed is being looked after{reason !== '' && `: ${reason}`}. What is there can be read;
        runs and changes wait until it is over.
      </span>
    </div>
  );
}
