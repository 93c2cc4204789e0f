// The switch of maintenance: asks what it is for before it has everybody wait, and ends it.
import { useState } from 'preact/hooks';
import type { MaintenanceView } from '../../domain/contract/operation/maintenance.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { ask } from '../frame/ask.ts';

// Every page says so at its top.
const switched = () => location.reload();

export function MaintenancePart({ maintenance }: { maintenance: MaintenanceView | undefined }) {
  const [asks, setAsks] = useState(false);
  return (
    <section class="overview-part" aria-label="Maintenance">
      <h2>Maintenance</h2>
      <p class="quiet">
        {maintenance ? (
          <>
            On since <TimeAgo at={maintenance.since} />: runs and changes wait.
          </>
        ) : (
          'Off. While it is on, what is there can be read, and runs and changes wait.'
        )}
      </p>
      <div>
        <button type="button" class="button" onClick={() => setAsks(true)}>
          {maintenance ? 'End maintenance…' : 'Begin maintenance…'}
        </button>
      </div>
      {asks && maintenance && <End onClose={() => setAsks(false)} />}
      {asks && !maintenance && <Begin onClose={() => setAsks(false)} />}
    </section>
  );
}

function Begin({ onClose }: { onClose: () => void }) {
  const [reason, setReason] = useState('');
  const run = () => ask('PUT maintenance', { body: { on: true, reason } }).then(switched);
  return (
    <ActionDialog
      title="Begin maintenance?"
      action={{ label: 'Begin', run, isDanger: true }}
      onClose={onClose}
    >
      <p>
        Refreshes, runs, alerts, schedules and changes wait for everybody until you end it. What
        runs just now comes to its end.
      </p>
      <TextField
        label="What it is for (everybody is told)"
        text={reason}
        maxLength={200}
        onChange={setReason}
      />
    </ActionDialog>
  );
}

function End({ onClose }: { onClose: () => void }) {
  const run = () => ask('PUT maintenance', { body: { on: false } }).then(switched);
  return (
    <ActionDialog
      title="End maintenance?"
      action={{ label: 'End maintenance', run }}
      isQuestion
      onClose={onClose}
    >
      <p>Everybody can run and change again, and what was due meanwhile is seen to.</p>
    </ActionDialog>
  );
}
