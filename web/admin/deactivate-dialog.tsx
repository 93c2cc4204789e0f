// Asks before a member is deactivated: what hangs on them, and who takes it over.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { KnownMember } from '../../domain/contract/access.ts';
import type { Holdings, ListedMember } from '../../domain/contract/member.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { Chip, PeopleField } from '../audience/people-field.tsx';
import { ActionDialog } from '../controls/action-dialog.tsx';

interface Props {
  member: ListedMember;
  onClose: () => void;
  onDone: () => void;
}

export function DeactivateDialog({ member, onClose, onDone }: Props) {
  const { id, name } = member;
  const [loaded] = useLoaded(id, () => ask('GET holdings', { params: { id } }));
  const [heir, setHeir] = useState<KnownMember | null>(null);
  const deactivate = () => {
    const body = { active: false, ...(heir === null ? {} : { handOverTo: heir.id }) };
    return ask('PUT member', { params: { id }, body }).then(onDone);
  };
  const holdings = loaded.state === 'done' ? loaded.value : null;
  const label = heir === null ? 'Deactivate' : 'Hand over and deactivate';
  const action = { label, run: deactivate, isDanger: true, disabled: holdings === null };
  return (
    <ActionDialog title={`Deactivate ${name}?`} action={action} onClose={onClose}>
      <p>
        {name} is signed out everywhere at once, also in Google Sheets
        {holdings && signInWords(holdings)}, and cannot come in until an admin lets them.
      </p>
      {loaded.state === 'loading' && <i class="shape table-shape" />}
      {loaded.state === 'failed' && <ProblemNote problem={loaded.problem} />}
      {holdings && <Hanging holdings={holdings} name={name} />}
      {holdings && canBeHandedOver(holdings) && (
        <Heir heir={heir} name={name} besides={id} onHeir={setHeir} />
      )}
    </ActionDialog>
  );
}

function signInWords({ sessions, tokens }: Holdings): string {
  const parts = [
    ...(sessions > 0 ? [countWords(sessions, 'browser')] : []),
    ...(tokens > 0 ? [countWords(tokens, 'personal token')] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(' and ')})`;
}

const canBeHandedOver = ({ queries, links, alerts, hooks, schedules }: Holdings) =>
  queries.some(({ file }) => file === null) ||
  links.length + alerts.length + hooks.length + schedules.length > 0;

function Hanging({ holdings, name }: { holdings: Holdings; name: string }) {
  const { queries, links, alerts, hooks, schedules } = holdings;
  if ([queries, links, alerts, hooks, schedules].every(({ length }) => length === 0)) {
    return (
      <p class="quiet">
        No query, share link, alert, incoming webhook or schedule hangs on {name}.
      </p>
    );
  }
  return (
    <div class="hanging stack">
      {queries.length > 0 && (
        <Fold title={`Owns ${countWords(queries.length, 'query', 'queries')}`}>
          {queries.map(({ slug, title, file }) => (
            <li key={slug}>
              <a href={routes.queryPage(slug)}>{title}</a>
              {file && <span class="quiet"> by its file, {file}: change the owner there</span>}
            </li>
          ))}
        </Fold>
      )}
      {alerts.length > 0 && <Alerts alerts={alerts} />}
      {hooks.length > 0 && <Hooks hooks={hooks} />}
      {links.length > 0 && (
        <Fold
          title={`Made ${countWords(links.length, 'share link')}, which ${links.length === 1 ? 'stops' : 'stop'} unless handed over`}
        >
          {links.map(({ id, name: link, query }) => (
            <li key={id}>
              {link} <span class="quiet">to {query}</span>
            </li>
          ))}
        </Fold>
      )}
      {schedules.length > 0 && (
        <Fold
          title={`Refreshes ${countWords(schedules.length, 'linked range')} by schedule, which ${schedules.length === 1 ? 'stops' : 'stop'}: somebody else sets them up again in the spreadsheet`}
        >
          {schedules.map(({ spreadsheet, tab, query, schedule }) => (
            <li key={`${spreadsheet.id} ${tab} ${query}`}>
              <a
                href={`https://docs.google.com/spreadsheets/d/${encodeURIComponent(spreadsheet.id)}`}
              >
                {spreadsheet.name}
              </a>
              , {tab}{' '}
              <span class="quiet">
                ({query}, {schedule})
              </span>
            </li>
          ))}
        </Fold>
      )}
    </div>
  );
}

function Alerts({ alerts }: Pick<Holdings, 'alerts'>) {
  const title = `Owns ${countWords(alerts.length, 'alert')}, which cannot be evaluated unless handed over`;
  return (
    <Fold title={title}>
      {alerts.map(({ id, name, query }) => (
        <li key={id}>
          <a href={routes.alertsPage(query)}>{name}</a> <span class="quiet">on {query}</span>
        </li>
      ))}
    </Fold>
  );
}

function Hooks({ hooks }: Pick<Holdings, 'hooks'>) {
  const title = `Made ${countWords(hooks.length, 'incoming webhook')}, which ${hooks.length === 1 ? 'stops' : 'stop'} unless handed over`;
  return (
    <Fold title={title}>
      {hooks.map(({ id, name }) => (
        <li key={id}>{name}</li>
      ))}
    </Fold>
  );
}

function Fold({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <details open>
      <summary>{title}</summary>
      <ul class="named">{children}</ul>
    </details>
  );
}

interface HeirProps {
  heir: KnownMember | null;
  name: string;
  besides: string;
  onHeir: (heir: KnownMember | null) => void;
}

function Heir({ heir, name, besides, onHeir }: HeirProps) {
  return (
    <div class="field">
      <p class="field-label">Who takes over from {name}</p>
      {heir === null ? (
        <PeopleField
          label={`Who takes over from ${name}`}
          onMember={(member) => member.id !== besides && onHeir(member)}
        />
      ) : (
        <ul class="chips">
          <Chip text={heir.name || heir.email} title={heir.email} onRemove={() => onHeir(null)} />
        </ul>
      )}
      <p class="field-hint">
        Without anybody, the queries stay as they are and have no owner here.
      </p>
    </div>
  );
}
