// The switch of maintenance, for admins; it works while it is on.
import { switchMaintenance, type Maintenance } from '../../../cluster/maintenance.ts';
import type { Handlers } from '../../front/handlers.ts';

export function maintenanceHandlers({
  maintenance,
}: {
  maintenance: Maintenance;
}): Handlers<'PUT maintenance'> {
  return {
    async 'PUT maintenance'({ body: { on, reason = '' }, change }) {
      await change(async (client, tell) => {
        const before = await switchMaintenance(client, on ? reason : null);
        tell(on ? 'on' : 'off', { ...(on ? { reason } : {}), before });
      });
      await maintenance.refresh();
    },
  };
}
