// A choice parameter: a short list to click, a long one to search; one value or several.
import { useState } from 'preact/hooks';
import { Combobox, type Option } from './combobox.tsx';
import { labelOf } from '../entries.ts';
import type { FieldProps } from './field-props.ts';
import { Icon } from '../icon.tsx';
import { useLoaded } from '../loaded.ts';
import { ProblemNote } from '../problem-note.tsx';

// Up to this many a person sees them all at once, without searching.
const fewChoices = 7;

export function ChoiceField(props: FieldProps) {
  const { parameter, loadChoices } = props;
  const [choices, again] = useLoaded(JSON.stringify([parameter.name, parameter.choices]), () =>
    Array.isArray(parameter.choices)
      ? Promise.resolve(parameter.choices)
      : loadChoices(parameter.name),
  );
  if (choices.state === 'failed') {
    return (
      <ProblemNote
        problem={choices.problem}
        action={{ label: 'Load the choices again', run: again }}
      />
    );
  }
  const loaded = choices.state === 'done' ? choices.value : [];
  const options = loaded.map(({ value, label }) => ({ value, label: label ?? value }));
  const fields = { ...props, options, loading: choices.state === 'loading' };
  // Choices that a query gives are always searched: the field must not change its kind, and lose the
  // focus, when they arrive.
  const few = Array.isArray(parameter.choices) && options.length <= fewChoices;
  if (parameter.list) return few ? <CheckList {...fields} /> : <SearchList {...fields} />;
  return few ? <Select {...fields} /> : <SearchOne {...fields} />;
}

type WithOptions = FieldProps & { options: Option[]; loading: boolean };

function textOf(entry: FieldProps['entry']): string {
  return entry.from === 'text' ? entry.text : (entry.texts[0] ?? '');
}

function textsOf(entry: FieldProps['entry']): string[] {
  if (entry.from === 'texts') return entry.texts;
  return entry.text === '' ? [] : [entry.text];
}

function Select({ id, parameter, entry, onChange, invalid, describedBy, options }: WithOptions) {
  const text = textOf(entry);
  const unknown = text !== '' && !options.some(({ value }) => value === text);
  return (
    <select
      id={id}
      class="input"
      aria-invalid={invalid}
      aria-describedby={describedBy}
      value={text}
      onChange={(event) => onChange({ from: 'text', text: event.currentTarget.value })}
    >
      {(parameter.optional || text === '') && (
        <option value="">{parameter.optional ? 'Any' : 'Choose…'}</option>
      )}
      {unknown && <option value={text}>{text} (no longer a choice)</option>}
      {options.map(({ value, label }) => (
        <option value={value}>{label}</option>
      ))}
    </select>
  );
}

function SearchOne({ entry, onChange, options, ...props }: WithOptions) {
  const text = textOf(entry);
  return (
    <Combobox
      id={props.id}
      text={options.find(({ value }) => value === text)?.label ?? text}
      options={options}
      onPick={({ value }) => onChange({ from: 'text', text: value })}
      onUnknown={(unknown) => onChange({ from: 'text', text: unknown })}
      onClear={() => onChange({ from: 'text', text: '' })}
      placeholder={placeholderOf(props, options.length)}
      loading={props.loading}
      invalid={props.invalid}
      describedBy={props.describedBy}
      required={!props.parameter.optional}
    />
  );
}

function CheckList({ id, entry, onChange, describedBy, options }: WithOptions) {
  const chosen = textsOf(entry);
  return (
    <div id={id} role="group" aria-labelledby={`${id}-label`} aria-describedby={describedBy}>
      {options.map(({ value, label }) => (
        <label class="check">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) =>
              onChange({
                from: 'texts',
                texts: toggled(chosen, value, event.currentTarget.checked),
              })
            }
          />
          {label}
        </label>
      ))}
    </div>
  );
}

function SearchList({ entry, onChange, options, ...props }: WithOptions) {
  // What was typed and is none of the options: it is sent like the others, so that nobody is told nothing.
  const [unknown, setUnknown] = useState('');
  const chosen = textsOf(entry).filter((text) => text !== unknown);
  const put = (texts: string[], typed = '') => {
    setUnknown(typed);
    onChange({ from: 'texts', texts: typed === '' ? texts : [...texts, typed] });
  };
  return (
    <div class="stack" style={{ gap: '6px' }}>
      <Chosen
        {...{ parameter: props.parameter, loading: props.loading, options, chosen }}
        onRemove={(value) => put(toggled(chosen, value, false), unknown)}
      />
      <Combobox
        id={props.id}
        text={unknown}
        options={options.filter(({ value }) => !chosen.includes(value))}
        onPick={({ value }) => put(toggled(chosen, value, true))}
        onUnknown={(text) => put(chosen, chosen.includes(text) ? '' : text)}
        onClear={() => put(chosen)}
        placeholder={chosen.length > 0 ? 'Add another' : placeholderOf(props, options.length)}
        invalid={props.invalid}
        loading={props.loading}
        describedBy={props.describedBy}
      />
    </div>
  );
}

interface ChosenProps {
  parameter: FieldProps['parameter'];
  loading: boolean;
  options: Option[];
  chosen: string[];
  onRemove: (value: string) => void;
}

// What is chosen, each with a way to take it back.
function Chosen({ parameter, loading, options, chosen, onRemove }: ChosenProps) {
  const labels = new Map(options.map(({ value, label }) => [value, label]));
  if (chosen.length === 0) return null;
  return (
    <ul class="chips" aria-label={`Chosen for ${labelOf(parameter)}`}>
      {chosen.map((value) => (
        <li class="chip" key={value}>
          {labels.get(value) ?? (loading ? value : `${value} (not one of the choices)`)}
          <button
            type="button"
            aria-label={`Remove ${labels.get(value) ?? value}`}
            onClick={() => onRemove(value)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function placeholderOf(props: Pick<WithOptions, 'parameter' | 'loading'>, count: number): string {
  if (props.loading) return 'Loading the choices…';
  return props.parameter.optional ? 'Any' : `Search ${count} choices`;
}

function toggled(chosen: readonly string[], value: string, on: boolean): string[] {
  const others = chosen.filter((other) => other !== value);
  return on ? [...others, value] : others;
}
