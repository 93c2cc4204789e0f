// What a choice parameter offers: one on each line, with a label behind a bar, or what a query gives.
import type { Choice, Parameter } from '../../../domain/contract/parameter.ts';
import { Field } from '../../../ui/fields/field.tsx';
import { QueryField } from '../../controls/query-field.tsx';

type Choices = Parameter['choices'];

/** What a list of choices begins with, for an empty one cannot be chosen from. */
export const someChoice: Choice[] = [{ value: 'first' }];

interface Props {
  choices: Choices;
  onChange: (choices: Choices) => void;
}

export function ChoicesField({ choices, onChange }: Props) {
  const fromQuery = choices !== undefined && !Array.isArray(choices);
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={fromQuery}
          onChange={(event) => onChange(event.currentTarget.checked ? { query: '' } : someChoice)}
        />
        A query gives the choices
      </label>
      {fromQuery ? (
        <QueryField
          label="The query: its first column, or its second as label"
          slug={choices.query}
          onChange={(query) => onChange({ query })}
        />
      ) : (
        <LinesField choices={choices ?? []} onChange={onChange} />
      )}
    </>
  );
}

interface LinesProps {
  choices: Choice[];
  onChange: (choices: Choice[]) => void;
}

function LinesField({ choices, onChange }: LinesProps) {
  return (
    <Field label="Choices">
      {(id) => (
        <>
          <textarea
            class="input"
            id={id}
            aria-describedby={`${id}-how`}
            value={choiceLines(choices)}
            onChange={(event) => onChange(choicesFrom(event.currentTarget.value))}
          />
          <p class="field-hint" id={`${id}-how`}>
            One on each line: <code>value</code> or <code>value | label</code>
          </p>
        </>
      )}
    </Field>
  );
}

function choiceLines(choices: readonly Choice[]): string {
  return choices.map(({ value, label }) => (label ? `${value} | ${label}` : value)).join('\n');
}

/** The choices that the lines of a text name; at least one. */
export function choicesFrom(text: string): Choice[] {
  const choices = text.split('\n').flatMap((line): Choice[] => {
    const [value = '', ...label] = line.split('|').map((part) => part.trim());
    if (value === '') return [];
    return [label.length > 0 && label[0] !== '' ? { value, label: label.join(' | ') } : { value }];
  });
  return choices.length > 0 ? choices : someChoice;
}
