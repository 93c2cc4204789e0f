// One parameter of the text that is being written: what it is called, takes and defaults to.
import { useId } from 'preact/hooks';
import type { Parameter, ParameterType } from '../../../domain/contract/parameter.ts';
import { entryOf, labelOf, valueOf } from '../../../ui/entries.ts';
import { ParameterField } from '../../../ui/fields/parameter-field.tsx';
import { SelectField } from '../../../ui/fields/select-field.tsx';
import { TextField } from '../../../ui/fields/text-field.tsx';
import { ChoicesField, someChoice } from './choices-field.tsx';
import { choicesOfQuery } from './choices-of-query.ts';

const types: Record<ParameterType, string> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
  timestamp: 'Date and time',
  choice: 'Choice from a list',
};

interface Props {
  parameter: Parameter;
  onChange: (parameter: Parameter) => void;
}

export function ParameterCard({ parameter, onChange }: Props) {
  const { name, type, label, description, choices } = parameter;
  const change = (over: Changes) => onChange(without(parameter, over));
  return (
    <fieldset class="parameter-card" aria-label={`Parameter ${name}`}>
      <legend>
        <code>:{name}</code>
      </legend>
      <div class="two-fields">
        <TextField
          label="Label"
          text={label ?? ''}
          placeholder={labelOf({ name })}
          onChange={(text) => change({ label: text === '' ? undefined : text })}
        />
        <SelectField
          label="Type"
          value={type}
          options={types}
          onChange={(next) => change(asType(next as ParameterType))}
        />
      </div>
      {type === 'choice' && (
        <ChoicesField choices={choices} onChange={(next) => change({ choices: next })} />
      )}
      <DefaultField parameter={parameter} onChange={change} />
      <TextField
        label="Hint"
        text={description ?? ''}
        placeholder="What to fill in, for a colleague"
        onChange={(text) => change({ description: text === '' ? undefined : text })}
      />
      <HowMany parameter={parameter} onChange={change} />
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

// A default and choices of the type before mean nothing to the next.
function asType(type: ParameterType): Changes {
  return { type, default: undefined, choices: type === 'choice' ? someChoice : undefined };
}

interface PartProps {
  parameter: Parameter;
  onChange: (over: Changes) => void;
}

function DefaultField({ parameter, onChange }: PartProps) {
  const id = useId();
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
        onChange={(entry) => onChange({ default: valueOf(bare, entry) })}
        invalid={false}
        describedBy=""
        loadChoices={() => choicesOfQuery(parameter.choices)}
      />
    </div>
  );
}

/** None, one, or several values. */
function HowMany({ parameter: { optional, list, cell }, onChange }: PartProps) {
  return (
    <div class="row wrap">
      <label class="check">
        <input
          type="checkbox"
          checked={optional ?? false}
          onChange={(event) => onChange({ optional: event.currentTarget.checked || undefined })}
        />
        May be left empty
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={list ?? false}
          onChange={(event) =>
            onChange({ list: event.currentTarget.checked || undefined, default: undefined })
          }
        />
        Several values
      </label>
      <label class="check" title="In a spreadsheet others may edit a cell">
        <input
          type="checkbox"
          checked={cell !== false}
          onChange={(event) => onChange({ cell: event.currentTarget.checked ? undefined : false })}
        />
        May follow a cell
      </label>
    </div>
  );
}
