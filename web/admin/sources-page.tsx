// What each data source allows: who runs and writes queries on it, and whether results may leave.
import { useState } from 'preact/hooks';
import type { PolicyList } from '../../domain/contract/access.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { AudienceField } from '../audience/audience-field.tsx';
import { audienceWords, idsOf } from '../audience/audience-words.ts';
import { ActionDialog } from '../../ui/action-dialog.tsx';

type Policy = PolicyList['policies'][number];

export function SourcesPage() {
  const [loaded, again] = useLoaded('policies', () => ask('GET policies'));
  const policies = loaded.state === 'done' ? loaded.value.policies : [];
  return (
    <section class="stack" aria-labelledby="sources">
      <h1 id="sources">Data sources</h1>
      <p class="quiet lead-small">
        Whoever may write queries on a data source can read whatever its database role can: who sees
        a query does not protect the data from them.
      </p>
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && (
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      )}
      {loaded.state === 'done' && policies.length === 0 && (
        <p class="quiet">
          There is no data source yet. Set SOURCE_…_URL and start the server again.
        </p>
      )}
      <ul class="plain-list">
        {policies.map((policy) => (
          <PolicyItem key={policy.source} policy={policy} onChanged={again} />
        ))}
      </ul>
    </section>
  );
}

function PolicyItem({ policy, onChanged }: { policy: Policy; onChanged: () => void }) {
  const [open, setOpen] = useState(false);
  const { source, runBy, writeBy, links, sheets, stuckRuns } = policy;
  return (
    <li class="row policy">
      <div class="grow">
        <b>{source}</b>
        <dl class="policy-facts">
          <dt>Run by</dt>
          <dd>{audienceWords(runBy, 'everybody')}</dd>
          <dt>Written on by</dt>
          <dd>{audienceWords(writeBy, 'every author')}</dd>
          <dt>Results leave</dt>
          <dd>{wayOutWords(links, sheets)}</dd>
          {stuckRuns.length > 0 && <dt>Cannot be stopped</dt>}
          {stuckRuns.map(({ member, processId, since }) => (
            <dd key={processId}>
              A run of {member} in process {processId}, found <TimeAgo at={since} />
            </dd>
          ))}
        </dl>
      </div>
      <button type="button" class="button compact" onClick={() => setOpen(true)}>
        Change<span class="unseen"> {source}</span>
      </button>
      {open && (
        <PolicyDialog
          policy={policy}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            onChanged();
          }}
        />
      )}
    </li>
  );
}

function wayOutWords(links: boolean, sheets: boolean): string {
  if (links && sheets) return 'into spreadsheets and by share link';
  if (links) return 'by share link, not into spreadsheets';
  return sheets ? 'into spreadsheets, not by share link' : 'neither into spreadsheets nor by link';
}

interface DialogProps {
  policy: Policy;
  onClose: () => void;
  onDone: () => void;
}

function PolicyDialog({ policy, onClose, onDone }: DialogProps) {
  const [runBy, setRunBy] = useState(policy.runBy);
  const [writeBy, setWriteBy] = useState(policy.writeBy);
  const [links, setLinks] = useState(policy.links);
  const [sheets, setSheets] = useState(policy.sheets);
  const save = () => {
    const body = { runBy: idsOf(runBy), writeBy: idsOf(writeBy), links, sheets };
    return ask('PUT policy', { params: { source: policy.source }, body }).then(onDone);
  };
  return (
    <ActionDialog
      title={`The data source ${policy.source}`}
      action={{ label: 'Save', run: save }}
      onClose={onClose}
    >
      <AudienceField
        label="Who may run queries on it"
        hint="To everybody else its queries are as though they were not there."
        everybody="Everybody"
        audience={runBy}
        onChange={setRunBy}
      />
      <AudienceField
        label="Who may write queries on it"
        hint="Of those who may run on it, and only authors and admins. They can read all that its role can."
        everybody="Every author"
        audience={writeBy}
        onChange={setWriteBy}
      />
      <fieldset>
        <legend class="field-label">Its results may leave</legend>
        <label class="check">
          <input type="checkbox" checked={sheets} onChange={() => setSheets(!sheets)} />
          Into spreadsheets
        </label>
        <label class="check">
          <input type="checkbox" checked={links} onChange={() => setLinks(!links)} />
          By share link; links there are stop working while it is off
        </label>
      </fieldset>
    </ActionDialog>
  );
}
