// Makes an alert, or changes one: what is watched, how often, and who is told.
import { useState } from 'preact/hooks';
import type { Alert } from '../../domain/contract/alert.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { own } from '../../domain/own.ts';
import { routes } from '../../domain/routes.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ParameterForm } from '../../ui/fields/parameter-form.tsx';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { ChecksField } from '../controls/checks-field.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { ask } from '../frame/ask.ts';
import { contentOf, draftOf, type AlertDraft } from './alert-draft.ts';
import { comparisonWords, kindWords } from './alert-words.ts';
import { RehearsalPart } from './rehearsal-part.tsx';
import { Timing } from './timing.tsx';

interface Props {
  query: SavedQuery;
  /** Null for a new one. */
  alert: Alert | null;
  /** The values of the query's page, for a new one. */
  search: string;
  onClose: () => void;
  onDone: () => void;
}

type Change = (part: Partial<AlertDraft>) => void;

export function AlertDialog({ query, alert, search, onClose, onDone }: Props) {
  const [draft, setDraft] = useState(() => draftOf(query, alert, search));
  const change: Change = (part) => setDraft((before) => ({ ...before, ...part }));
  const save = () => {
    const body = contentOf(query, draft);
    const saved =
      alert === null
        ? ask('POST alerts', { body: { query: query.slug, ...body } })
        : ask('PUT alert', { params: { id: alert.id }, body });
    return saved.then(onDone);
  };
  const isNamed = draft.name.trim() !== '';
  const isWhole = draft.when !== 'value' || (draft.column !== '' && draft.than !== '');
  return (
    <ActionDialog
      title={alert === null ? 'A new alert' : `Change “${alert.name}”`}
      action={{ label: 'Save', run: save, disabled: !isNamed || !isWhole }}
      onClose={onClose}
    >
      <TextField
        label="Name"
        text={draft.name}
        placeholder={query.title}
        required
        maxLength={100}
        onChange={(name) => change({ name })}
      />
      <Condition query={query} draft={draft} onChange={change} />
      <Values query={query} draft={draft} onChange={change} />
      <Timing draft={draft} before={alert?.every ?? null} onChange={change} />
      <RehearsalPart query={query} draft={draft} isWhole={isWhole} />
      <Destinations draft={draft} onChange={change} />
      <TextField
        label="What to do about it"
        text={draft.note}
        placeholder="Stands in the message"
        maxLength={2000}
        onChange={(note) => change({ note })}
      />
    </ActionDialog>
  );
}

interface PartProps {
  draft: AlertDraft;
  onChange: Change;
}

const conditions = {
  rows: 'there is any row',
  no_rows: 'there is no row',
  value: 'a value in a row …',
  changes: 'anything changes',
};

function Condition({ query, draft, onChange }: PartProps & { query: SavedQuery }) {
  const columns = (query.describedColumns ?? []).map(({ name }) => name);
  const { when, key } = draft;
  return (
    <>
      <SelectField
        label="Fires when"
        value={when}
        options={conditions}
        onChange={(next) => onChange({ when: next as AlertDraft['when'] })}
      />
      {when === 'value' && <Value columns={columns} draft={draft} onChange={onChange} />}
      {when !== 'no_rows' && columns.length > 0 && (
        <ChecksField
          legend="Tell rows apart by"
          hint="Each fires and recovers by itself. None: the whole result is one."
          options={columns.map((name) => [name, name])}
          chosen={key}
          onChange={(next) => onChange({ key: next })}
        />
      )}
    </>
  );
}

function Value({ columns, draft, onChange }: PartProps & { columns: string[] }) {
  const { column, is, than } = draft;
  const names = Object.fromEntries(['', ...columns].map((name) => [name, name || 'Choose']));
  return (
    <div class="two-fields">
      {columns.length > 0 ? (
        <SelectField
          label="Column"
          value={column}
          options={names}
          onChange={(next) => onChange({ column: next })}
        />
      ) : (
        <TextField label="Column" text={column} onChange={(next) => onChange({ column: next })} />
      )}
      <SelectField
        label="Compared"
        value={is}
        options={comparisonWords}
        onChange={(next) => onChange({ is: next as AlertDraft['is'] })}
      />
      <TextField label="With" text={than} onChange={(next) => onChange({ than: next })} />
    </div>
  );
}

function Values({ query, draft, onChange }: PartProps & { query: SavedQuery }) {
  const { slug, parameters } = query;
  if (parameters.length === 0) return null;
  return (
    <ParameterForm
      parameters={parameters}
      entries={draft.entries}
      onChange={(entries) => onChange({ entries })}
      errors={{}}
      idPrefix="alert-value"
      loadChoices={async (parameter) =>
        (await ask('GET choices', { params: { slug, parameter } })).choices
      }
    />
  );
}

function Destinations({ draft: { to }, onChange }: PartProps) {
  const [loaded] = useLoaded('destinations', () => ask('GET destinations'));
  if (loaded.state !== 'done') return null;
  const names = loaded.value.destinations.map(({ kind, name }) => `${kind}:${name}`);
  const all = [...new Set([...names, ...to])];
  if (all.length === 0) {
    return (
      <p class="quiet">
        There is no destination yet, so nobody is told. Admins make them under{' '}
        <a href={routes.adminPage('destinations')}>Destinations</a>.
      </p>
    );
  }
  return (
    <ChecksField
      legend="Who is told"
      options={all.map((name) => [name, destinationWords(name)])}
      chosen={to}
      onChange={(next) => onChange({ to: next })}
    />
  );
}

function destinationWords(name: string): string {
  const [kind = '', ...rest] = name.split(':');
  return `${own(kindWords, kind) ?? kind} ${rest.join(':')}`;
}
