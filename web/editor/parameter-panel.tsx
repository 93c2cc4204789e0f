// The parameters of the text that is being written, each with what it is called, takes and defaults to.
import { useId } from 'preact/hooks';
import type { Choice, Parameter, ParameterType } from '../../domain/contract/parameter.ts';
import { entryOf, labelOf, valueOf } from '../../ui/entries.ts';
import { QueryField } from '../controls/query-field.tsx';
import { ParameterField } from '../../ui/parameter-field.tsx';

interface Props {
  used: Parameter[];
  unused: Parameter[];
  onChange: (parameter: Parameter) => void;
  onRemove: (name: string) => void;
  loadChoices: (parameter: Parameter) => Promise<Choice[]>;
}

export function ParameterPanel({ used, unused, onChange, onRemove, loadChoices }: Props) {
  if (used.length + unused.length === 0) {
    return (
      <p class="quiet">
        Write <code>:name</code> where whoever runs the query shall give a value, such as{' '}
        <code>where created_at &gt;= :since</code>. It appears here.
      </p>
    );
  }
  return (
    <div class="stack">
      {used.map((parameter) => (
        <ParameterCard
          key={parameter.name}
          parameter={parameter}
          onChange={onChange}
          loadChoices={() => loadChoices(parameter)}
        />
      ))}
      {unused.map(({ name }) => (
        <div class="note warn" key={name}>
          <p class="grow">
            <code>:{name}</code> does not stand in the SQL.
          </p>
          <button type="button" class="button compact" onClick={() => onRemove(name)}>
            Remove<span class="unseen"> {name}</span>
          </button>
        </div>
      ))}
    </div>
  );
}

const types: Record<ParameterType, string> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
  timestamp: 'Date and time',
  choice: 'Choice from a list',
};

interface CardProps {
  parameter: Parameter;
  onChange: (parameter: Parameter) => void;
  loadChoices: () => Promise<Choice[]>;
}

function ParameterCard({ parameter, onChange, loadChoices }: CardProps) {
  const id = useId();
  const { name, type, label, description, optional, list } = parameter;
  const change = (over: { [key in keyof Parameter]?: Parameter[key] | undefined }) =>
    onChange(without(parameter, over));
  const changeType = (next: ParameterType) =>
    change({
      type: next,
      default: undefined,
      choices: next === 'choice' ? [{ value: 'first' }] : undefined,
    });
  return (
    <fieldset class="parameter-card" aria-label={`Parameter ${name}`}>
      <legend>
        <code>:{name}</code>
      </legend>
      <div class="two-fields">
        <TextField
          id={`${id}-label`}
          label="Label"
          text={label ?? ''}
          placeholder={labelOf({ name })}
          onChange={(text) => change({ label: text === '' ? undefined : text })}
        />
        <div class="field">
          <label class="field-label" for={`${id}-type`}>
            Type
          </label>
          <select
            class="input"
            id={`${id}-type`}
            value={type}
            onChange={(event) => changeType(event.currentTarget.value as ParameterType)}
          >
            {Object.entries(types).map(([value, words]) => (
              <option value={value}>{words}</option>
            ))}
          </select>
        </div>
      </div>
      {type === 'choice' && (
        <ChoicesField id={`${id}-choices`} parameter={parameter} onChange={change} />
      )}
      <DefaultField id={`${id}-default`} {...{ parameter, change, loadChoices }} />
      <TextField
        id={`${id}-hint`}
        label="Hint"
        text={description ?? ''}
        placeholder="What to fill in, for a colleague"
        onChange={(text) => change({ description: text === '' ? undefined : text })}
      />
      <div class="row wrap">
        <label class="check">
          <input
            type="checkbox"
            checked={optional ?? false}
            onChange={(event) => change({ optional: event.currentTarget.checked || undefined })}
          />
          May be left empty
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={list ?? false}
            onChange={(event) =>
              change({ list: event.currentTarget.checked || undefined, default: undefined })
            }
          />
          Several values
        </label>
      </div>
    </fieldset>
  );
}

type Changes = { [key in keyof Parameter]?: Parameter[key] | undefined };

// A field that is undefined is left out, so that what is saved holds only what somebody said.
function without(parameter: Parameter, over: Changes): Parameter {
  const entries = Object.entries({ ...parameter, ...over }).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(entries) as Parameter;
}

interface DefaultProps {
  id: string;
  parameter: Parameter;
  change: (over: Changes) => void;
  loadChoices: () => Promise<Choice[]>;
}

function DefaultField({ id, parameter, change, loadChoices }: DefaultProps) {
  const bare: Parameter = { ...parameter, optional: false };
  delete bare.default;
  return (
    <div class="field">
      <label class="field-label" for={id} id={`${id}-label`}>
        Default
      </label>
      <ParameterField
        id={id}
        parameter={bare}
        entry={entryOf(parameter, parameter.default)}
        onChange={(entry) => change({ default: valueOf(bare, entry) })}
        invalid={false}
        describedBy=""
        loadChoices={loadChoices}
      />
    </div>
  );
}

interface ChoicesProps {
  id: string;
  parameter: Parameter;
  onChange: (over: Changes) => void;
}

// One on each line, with a label behind a bar; or the slug of the query that gives them.
function ChoicesField({ id, parameter, onChange }: ChoicesProps) {
  const { choices } = parameter;
  const fromQuery = choices !== undefined && !Array.isArray(choices);
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={fromQuery}
          onChange={(event) =>
            onChange({
              choices: event.currentTarget.checked ? { query: '' } : [{ value: 'first' }],
            })
          }
        />
        A query gives the choices
      </label>
      {fromQuery ? (
        <QueryField
          id={id}
          label="The query: its first column, or its second as label"
          slug={choices.query}
          onChange={(query) => onChange({ choices: { query } })}
        />
      ) : (
        <div class="field">
          <label class="field-label" for={id}>
            Choices
          </label>
          <textarea
            class="input"
            id={id}
            aria-describedby={`${id}-how`}
            value={choiceLines(choices ?? [])}
            onChange={(event) => onChange({ choices: choicesFrom(event.currentTarget.value) })}
          />
          <p class="field-hint" id={`${id}-how`}>
            One on each line: <code>value</code> or <code>value | label</code>
          </p>
        </div>
      )}
    </>
  );
}

function choiceLines(choices: readonly Choice[]): string {
  return choices.map(({ value, label }) => (label ? `${value} | ${label}` : value)).join('\n');
}

/** The choices that the lines of a text name; at least one, for an empty list cannot be chosen from. */
export function choicesFrom(text: string): Choice[] {
  const choices = text.split('\n').flatMap((line): Choice[] => {
    const [value = '', ...label] = line.split('|').map((part) => part.trim());
    if (value === '') return [];
    return [label.length > 0 && label[0] !== '' ? { value, label: label.join(' | ') } : { value }];
  });
  return choices.length > 0 ? choices : [{ value: 'first' }];
}

interface TextProps {
  id: string;
  label: string;
  text: string;
  placeholder: string;
  onChange: (text: string) => void;
}

function TextField({ id, label, text, placeholder, onChange }: TextProps) {
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <input
        class="input"
        id={id}
        value={text}
        placeholder={placeholder}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
