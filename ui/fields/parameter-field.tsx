// One parameter's control, by its type: text, number, yes or no, date, instant, choice, and lists of them.
import { ChoiceField } from './choice-field.tsx';
import { Combobox } from './combobox.tsx';
import { labelOf } from '../entries.ts';
import type { FieldProps } from './field-props.ts';
import { Icon } from '../icon.tsx';

export function ParameterField(props: FieldProps) {
  const { parameter } = props;
  if (parameter.type === 'choice') return <ChoiceField {...props} />;
  if (parameter.list) return <LinesField {...props} />;
  switch (parameter.type) {
    case 'boolean':
      return <BooleanField {...props} />;
    case 'date':
      return <DateField {...props} />;
    case 'timestamp':
      return <TimestampField {...props} />;
    case 'number':
      return <TextField {...props} />;
    case 'text':
      return <TextField {...props} />;
  }
}

function textOf(entry: FieldProps['entry']): string {
  return entry.from === 'text' ? entry.text : entry.texts.join('\n');
}

function TextField({ id, parameter, entry, onChange, invalid, describedBy }: FieldProps) {
  return (
    <input
      id={id}
      class="input"
      type="text"
      inputMode={parameter.type === 'number' ? 'decimal' : 'text'}
      value={textOf(entry)}
      aria-invalid={invalid}
      aria-required={!parameter.optional}
      aria-describedby={describedBy}
      onInput={(event) => onChange({ from: 'text', text: event.currentTarget.value })}
    />
  );
}

function LinesField({ id, entry, onChange, invalid, describedBy }: FieldProps) {
  return (
    <textarea
      id={id}
      class="input"
      rows={3}
      value={textOf(entry)}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      onInput={(event) => onChange({ from: 'texts', texts: event.currentTarget.value.split('\n') })}
    />
  );
}

function BooleanField({ id, parameter, entry, onChange, describedBy }: FieldProps) {
  const options = [
    { text: 'true', label: 'Yes' },
    { text: 'false', label: 'No' },
    ...(parameter.optional ? [{ text: '', label: 'Either' }] : []),
  ];
  return (
    <div
      class="segments"
      id={id}
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy}
    >
      {options.map(({ text, label }) => (
        <label>
          <input
            type="radio"
            name={id}
            checked={textOf(entry) === text}
            onChange={() => onChange({ from: 'text', text })}
          />
          {label}
        </label>
      ))}
    </div>
  );
}

const relativeDates = [
  'today',
  'yesterday',
  '7 days ago',
  '30 days ago',
  'start of week',
  'start of month',
  'start of last month',
  '3 months ago',
  'start of year',
].map(asOption);

const relativeTimes = ['now', '1 hour ago', '24 hours ago', 'today', 'yesterday', '7 days ago'].map(
  asOption,
);

function asOption(words: string) {
  return { value: words, label: words };
}

function DateField(props: FieldProps) {
  return (
    <DateOrWords
      {...props}
      kind="date"
      placeholder="2026-01-31, or start of month"
      words={relativeDates}
    />
  );
}

function TimestampField(props: FieldProps) {
  return (
    <DateOrWords
      {...props}
      kind="datetime-local"
      placeholder="2026-01-31 14:00, or 1 hour ago"
      words={relativeTimes}
    />
  );
}

interface DateProps extends FieldProps {
  kind: 'date' | 'datetime-local';
  placeholder: string;
  words: { value: string; label: string }[];
}

function DateOrWords({ id, parameter, entry, onChange, ...rest }: DateProps) {
  const { kind, placeholder, words, invalid, describedBy } = rest;
  const text = textOf(entry);
  const set = (next: string) => onChange({ from: 'text', text: next });
  return (
    <div class="with-picker">
      <Combobox
        id={id}
        text={text}
        options={words}
        onPick={({ value }) => set(value)}
        onText={set}
        placeholder={placeholder}
        invalid={invalid}
        describedBy={describedBy}
        required={!parameter.optional}
      />
      {/* The browser's own picker opens only from its own control in a frame of another origin. */}
      <span class="picker" title="Pick a date">
        <Icon name="calendar" />
        <input
          type={kind}
          aria-label={`Pick a date for ${labelOf(parameter)}`}
          value={/^\d{4}-\d\d-\d\d/.test(text) ? text.replace(' ', 'T') : ''}
          onChange={(event) => {
            if (event.currentTarget.value) set(event.currentTarget.value.replace('T', ' '));
          }}
        />
      </span>
    </div>
  );
}
