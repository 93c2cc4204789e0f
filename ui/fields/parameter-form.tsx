// The form for a query's parameters: a field for each, with its label, hint and error.
import { useState } from 'preact/hooks';
import { writtenNumber } from '../../domain/cells/written-number.ts';
import type { Choice, Parameter } from '../../domain/contract/parameter.ts';
import { handWords } from '../../domain/followed-cells.ts';
import { relativeDate } from '../../domain/relative-date.ts';
import { isEmpty, labelOf, readText, type Entries, type Entry } from '../entries.ts';
import { Icon } from '../icon.tsx';
import { problemOf } from '../loaded.ts';
import { ParameterField } from './parameter-field.tsx';
import { own } from '../../domain/own.ts';

export interface FormProps {
  parameters: Parameter[];
  entries: Entries;
  onChange: (entries: Entries) => void;
  /** A sentence by parameter name, shown at its field. */
  errors: Record<string, string>;
  loadChoices: (parameter: string) => Promise<Choice[]>;
  /** Where values may come from cells: gives the place that is selected now, in A1 notation. */
  readPlace?: (() => Promise<string>) | undefined;
  /** What the cells of a place show, and what of it was found to mean something else; null while that is not known. */
  inCells?: ((place: string, parameter: string) => string | null) | undefined;
  /** IANA name of the zone in which relative dates are meant; the reader's own without it. */
  timeZone?: string | undefined;
  /** The locale whose writing of numbers and dates is meant; the reader's own without it. */
  locale?: string | undefined;
  idPrefix: string;
}

export function ParameterForm(props: FormProps) {
  return (
    <>
      {props.parameters.map((parameter) => (
        <Field key={parameter.name} parameter={parameter} {...props} />
      ))}
    </>
  );
}

function Field({ parameter, ...form }: { parameter: Parameter } & FormProps) {
  const { name } = parameter;
  const id = fieldId(form.idPrefix, name);
  const entry = own(form.entries, name) ?? { from: 'text', text: '' };
  const error = own(form.errors, name);
  const change = (next: Entry) => form.onChange({ ...form.entries, [name]: next });
  const hint = hintOf(parameter, entry, form);
  return (
    <div class="field" data-parameter={name}>
      <div class="field-label">
        <label for={id} id={`${id}-label`}>
          {labelOf(parameter)}
          {parameter.optional && <span class="quiet"> (optional)</span>}
        </label>
        {form.readPlace && (parameter.cell !== false || entry.from === 'cell') && (
          <CellSwitch
            entry={entry}
            parameter={parameter}
            readPlace={form.readPlace}
            onChange={change}
          />
        )}
      </div>
      {entry.from === 'cell' ? (
        <p class="chips">
          <span class="chip" id={id} tabIndex={-1}>
            <Icon name="cell" />
            <span dir="auto">
              from {entry.place}
              {form.inCells && cellWords(form.inCells(entry.place, name))}&nbsp;
            </span>
          </span>
        </p>
      ) : (
        <ParameterField
          id={id}
          parameter={parameter}
          entry={entry}
          onChange={change}
          invalid={error !== undefined}
          describedBy={`${id}-hint ${id}-error`}
          loadChoices={form.loadChoices}
        />
      )}
      <p class="field-hint" id={`${id}-hint`} hidden={!hint}>
        {hint}
      </p>
      <p class="field-error" id={`${id}-error`} hidden={!error} role="alert">
        <Icon name="bad" />
        <span>{error}</span>
      </p>
    </div>
  );
}

function cellWords(shown: string | null): string {
  return shown === null ? '' : `: ${shown}`;
}

interface CellSwitchProps {
  entry: Entry;
  parameter: Parameter;
  readPlace: () => Promise<string>;
  onChange: (entry: Entry) => void;
}

// Either takes the cell that is selected in the sheet, or goes back to typing.
function CellSwitch({ entry, parameter, readPlace, onChange }: CellSwitchProps) {
  const [failed, setFailed] = useState<string | null>(null);
  if (entry.from === 'cell') {
    const empty: Entry = parameter.list ? { from: 'texts', texts: [] } : { from: 'text', text: '' };
    return (
      <button type="button" class="plain-button" onClick={() => onChange(empty)}>
        Type instead
      </button>
    );
  }
  const take = () => {
    setFailed(null);
    readPlace().then(
      (place) => onChange({ from: 'cell', place }),
      (error) => setFailed(problemOf(error).message),
    );
  };
  return (
    <>
      <button
        type="button"
        class="plain-button"
        title="Take the value from the cell that is selected in the sheet, at every refresh"
        aria-label={`Use the selected cell for ${labelOf(parameter)}`}
        onClick={take}
      >
        Use selected cell
      </button>
      {failed && (
        <span class="field-error" role="alert">
          {failed}
        </span>
      )}
    </>
  );
}

/** The id of a parameter's field, so that the focus can go there. */
export function fieldId(idPrefix: string, name: string): string {
  return `${idPrefix}-${name}`;
}

/** Moves the focus to the first field that has an error; false when none has. */
export function focusFirstError(
  parameters: Parameter[],
  errors: Record<string, string>,
  idPrefix: string,
): boolean {
  const first = parameters.find(({ name }) => own(errors, name) !== undefined);
  if (!first) return false;
  const field = document.getElementById(fieldId(idPrefix, first.name));
  const target = field?.matches('input, select, textarea, [tabindex]')
    ? field
    : field?.querySelector('input');
  if (target instanceof HTMLElement) target.focus();
  return true;
}

function hintOf(
  parameter: Parameter,
  entry: Entry,
  { timeZone, locale }: Pick<FormProps, 'timeZone' | 'locale'>,
): string {
  if (entry.from === 'cell') return handWords(entry.place, parameter);
  const read = entry.from === 'text' ? readText(parameter, entry.text, locale) : null;
  if (entry.from === 'text' && read && 'value' in read && read.value !== entry.text.trim()) {
    const isNumber = parameter.type === 'number';
    return `That is ${isNumber ? writtenNumber(read.value, locale ?? 'en') : read.value}.`;
  }
  const { description, list, type, optional } = parameter;
  const day = type === 'date' && entry.from === 'text' ? dayOf(entry.text, timeZone) : null;
  if (day) return `Today that is ${day}.`;
  if (description) return description;
  if (list && type !== 'choice') return 'One on each line.';
  // An emptied field is not an empty value: say what it stands for.
  if (!isEmpty(entry) || optional || list || (parameter.default ?? '') === '') return '';
  return `Left empty: ${String(parameter.default)}`;
}

function dayOf(text: string, timeZone: string | undefined): string | null {
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return relativeDate(text, new Date(), zone);
}
