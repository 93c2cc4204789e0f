// What a query says about itself: description, tags, status, its columns and its chart.
import { useState } from 'preact/hooks';
import { ChartFields } from './chart-fields.tsx';
import { ChartPreview } from './chart-preview.tsx';
import { statesFrom, statesText } from './column-states.ts';
import { OpenFields } from './open-fields.tsx';
import type { Column, Result } from '../../../domain/contract/result.ts';
import type { SourceSchema } from '../../../domain/contract/schema.ts';
import type { Loaded } from '../../../ui/loaded.ts';
import type { ColumnNote, QueryStatus } from '../../../domain/contract/query.ts';
import type { DraftContent } from '../draft.ts';
import { QueryField } from '../../controls/query-field.tsx';
import { Field } from '../../../ui/fields/field.tsx';
import { SelectField } from '../../../ui/fields/select-field.tsx';

interface Props {
  content: DraftContent;
  onChange: (over: Partial<DraftContent>) => void;
  /** The result's columns as far as they are known. */
  columns: Column[];
  /** What the query gave when it ran last. */
  tried: Result | null;
  schema: Loaded<SourceSchema | null>;
}

const statuses: Record<QueryStatus, string> = {
  draft: 'Draft: only authors see it',
  published: 'Published',
  trusted: 'Trusted: somebody vouches for it',
  retired: 'Retired: use another one instead',
};

export function AboutForm({ content, onChange, columns, tried, schema }: Props) {
  const names = columns.map(({ name }) => name);
  return (
    <div class="stack">
      <Field label="Description">
        {(id) => (
          <textarea
            class="input"
            id={id}
            rows={4}
            placeholder="What it answers, and for whom, in a colleague’s words"
            value={content.description}
            onInput={(event) => onChange({ description: event.currentTarget.value })}
          />
        )}
      </Field>
      <ListField
        {...{ label: 'Tags', placeholder: 'growth, finance', items: content.tags }}
        onChange={(tags) => onChange({ tags })}
      />
      <SelectField
        label="Status"
        value={content.status}
        options={statuses}
        onChange={(status) => onChange({ status: status as QueryStatus })}
      />
      {content.status === 'retired' && (
        <QueryField
          label="Use instead"
          slug={content.use ?? ''}
          onChange={(slug) => onChange({ use: slug === '' ? null : slug })}
        />
      )}
      <ChartFields {...{ content, onChange, columns }} />
      <ChartPreview {...{ content, tried }} />
      <KeyField {...{ content, onChange }} />
      <OpenFields {...{ content, onChange, schema }} />
      {names.length > 0 && <ColumnsFields {...{ content, onChange, names }} />}
    </div>
  );
}

function KeyField({ content, onChange }: Pick<Props, 'content' | 'onChange'>) {
  return (
    <ListField
      label="Columns that name a row"
      placeholder="customer_number"
      items={content.key}
      hint="In a sheet, what people keep beside a row stays beside the row of the same name. Several columns, with commas between, where one alone names no row."
      onChange={(key) => onChange({ key })}
    />
  );
}

interface ListProps {
  label: string;
  items: string[];
  placeholder: string;
  hint?: string;
  onChange: (items: string[]) => void;
}

// Read when the field is left, so that a comma can be typed.
function ListField({ label, items, placeholder, hint, onChange }: ListProps) {
  return (
    <Field label={label}>
      {(id) => (
        <>
          <input
            class="input"
            id={id}
            value={items.join(', ')}
            placeholder={placeholder}
            onChange={(event) => onChange(itemsFrom(event.currentTarget.value))}
          />
          {hint !== undefined && <p class="field-hint">{hint}</p>}
        </>
      )}
    </Field>
  );
}

/** What stands between the commas of a line, each once. */
export function itemsFrom(text: string): string[] {
  return [...new Set(text.split(',').map((item) => item.trim()))].filter((item) => item !== '');
}

const formats: Record<string, string> = {
  '': 'as it is',
  whole: '1,235',
  decimal: '1,234.57',
  percent: '12.3%',
  EUR: 'Euro',
  USD: 'US dollar',
  GBP: 'Pound',
  date: 'date',
  datetime: 'date and time',
  text: 'text',
};

type ColumnsProps = Pick<Props, 'content' | 'onChange'> & { names: string[] };

function ColumnsFields({ content, onChange, names }: ColumnsProps) {
  const noteOf = (name: string) => content.columns.find((note) => note.name === name);
  const set = (name: string, over: NoteTexts) => {
    const others = content.columns.filter((note) => note.name !== name);
    onChange({ columns: [...others, ...noteWith(noteOf(name) ?? { name }, over)] });
  };
  return (
    <fieldset class="column-notes">
      <legend class="field-label">Columns</legend>
      <p class="field-hint">
        How they are headed, formatted and explained; the sheet takes it over at the first insert.
      </p>
      {names.map((name) => (
        <div class="column-note" key={name}>
          <code title={name}>{name}</code>
          <input
            class="input"
            aria-label={`Heading of ${name}`}
            placeholder={name}
            value={noteOf(name)?.label ?? ''}
            onInput={(event) => set(name, { label: event.currentTarget.value })}
          />
          <select
            class="input"
            aria-label={`Format of ${name}`}
            value={noteOf(name)?.format ?? ''}
            onChange={(event) => set(name, { format: event.currentTarget.value })}
          >
            {Object.entries(formats).map(([value, words]) => (
              <option value={value}>{words}</option>
            ))}
          </select>
          <input
            class="input column-meaning"
            aria-label={`Meaning of ${name}`}
            placeholder="What it means, where the name does not say it"
            value={noteOf(name)?.description ?? ''}
            onInput={(event) => set(name, { description: event.currentTarget.value })}
          />
          <NumberLook note={noteOf(name) ?? { name }} onChange={(over) => set(name, over)} />
        </div>
      ))}
    </fieldset>
  );
}

type NoteTexts = Partial<Record<'label' | 'description' | 'format', string>> &
  Pick<ColumnNote, 'bar' | 'states'>;

interface LookProps {
  note: ColumnNote;
  onChange: (over: Pick<ColumnNote, 'bar' | 'states'>) => void;
}

/** What its numbers look like on the pages. */
function NumberLook({ note: { name, bar, states = [] }, onChange }: LookProps) {
  const [isWrong, setWrong] = useState(false);
  const read = (input: HTMLInputElement) => {
    const next = statesFrom(input.value);
    setWrong(next === null);
    if (next !== null) onChange({ states: next });
  };
  return (
    <div class="column-meaning number-look">
      <label class="check">
        <input
          type="checkbox"
          checked={bar === true}
          onChange={(event) => onChange({ bar: event.currentTarget.checked })}
        />
        Bar<span class="unseen"> behind the numbers of {name}</span>
      </label>
      <input
        class="input"
        aria-label={`When a number of ${name} is good or bad`}
        placeholder="bad below 0, good at least 100"
        aria-invalid={isWrong}
        value={statesText(states)}
        onChange={(event) => read(event.currentTarget)}
      />
      {isWrong && (
        <p class="field-error" role="status">
          Write it like: bad below 0, warn at most 10, good at least 100.
        </p>
      )}
    </div>
  );
}

// Nothing is kept of a column of which nothing is said.
function noteWith(note: ColumnNote, over: NoteTexts): ColumnNote[] {
  const said = Object.entries({ ...note, ...over }).filter(([, value]) => !isNothing(value));
  return said.length > 1 ? [Object.fromEntries(said) as ColumnNote] : [];
}

const isNothing = (value: unknown) =>
  value === '' || value === false || (Array.isArray(value) && value.length === 0);
