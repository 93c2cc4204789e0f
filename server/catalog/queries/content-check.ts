// Checks what an author says of a query beyond the shape of each part: do the parts fit together.
import { wrongWords } from '../../../domain/alerts/every.ts';
import type { FileAlert } from '../../../domain/contract/alert.ts';
import type { Parameter, Value } from '../../../domain/contract/parameter.ts';
import type { QueryContent } from '../../../domain/contract/query.ts';
import { wrongDefault } from './default-value.ts';

/** Where something does not fit, as a path of keys, and why, as the end of a sentence. */
export interface Misfit {
  path: string[];
  reason: string;
}

type Checked = Pick<QueryContent, 'parameters' | 'columns' | 'key' | 'status' | 'use'> & {
  alerts?: readonly FileAlert[];
};

/** The first thing that does not fit; null when everything does. */
export function misfitOf(content: Checked): Misfit | null {
  const { parameters } = content;
  return (
    parameterMisfit(parameters) ??
    columnMisfit(content) ??
    keyMisfit(content) ??
    useMisfit(content) ??
    alertMisfit(content)
  );
}

function parameterMisfit(parameters: readonly Parameter[]): Misfit | null {
  const names = new Set<string>();
  for (const parameter of parameters) {
    const path = ['parameters', parameter.name];
    if (names.has(parameter.name)) return { path, reason: 'there are two of this name' };
    names.add(parameter.name);
    const reason = wrongParameter(parameter);
    if (reason !== null) return { path, reason };
  }
  return null;
}

/** What is wrong with one parameter; null when nothing is. */
function wrongParameter(parameter: Parameter): string | null {
  const { type, choices } = parameter;
  if (type === 'choice' && choices === undefined) return 'a choice needs choices';
  if (type !== 'choice' && choices !== undefined) return 'only the type choice has choices';
  return wrongDefault(parameter);
}

function columnMisfit({ columns }: Checked): Misfit | null {
  const names = new Set<string>();
  for (const { name } of columns) {
    if (names.has(name)) return { path: ['columns', name], reason: 'there are two of this name' };
    names.add(name);
  }
  return null;
}

function keyMisfit({ key }: Checked): Misfit | null {
  const twice = key.find((name, index) => key.indexOf(name) !== index);
  return twice === undefined ? null : { path: ['key'], reason: `${twice} is named twice` };
}

function useMisfit({ status, use }: Checked): Misfit | null {
  if (use === null || status === 'retired') return null;
  return { path: ['use'], reason: 'only a retired query says what to use instead' };
}

function alertMisfit({ alerts = [], parameters }: Checked): Misfit | null {
  for (const { name, every, values } of alerts) {
    const path = ['alerts', name];
    const wrong = wrongWords(every, 'UTC');
    if (wrong !== null) return { path, reason: `every: ${wrong.replace(/\.$/, '')}` };
    const stranger = Object.keys(values).find(
      (value) => !parameters.some((parameter) => parameter.name === value),
    );
    if (stranger !== undefined) return { path, reason: `the query has no parameter ${stranger}` };
  }
  return null;
}

/**
 * The content in the one form that files and pages share: numbers in defaults as text, so that every digit
 * stays as it was typed, and columns in the order of a file's header.
 */
export function canonical<Content extends Checked>(content: Content): Content {
  const columns = Object.fromEntries(content.columns.map((column) => [column.name, column]));
  return {
    ...content,
    parameters: content.parameters.map(withTextDefault),
    columns: Object.values(columns),
  };
}

function withTextDefault(parameter: Parameter): Parameter {
  const { default: value } = parameter;
  return value === undefined ? parameter : { ...parameter, default: withoutNumbers(value) };
}

function withoutNumbers(value: Value): Value {
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'number' ? String(item) : item));
  return typeof value === 'number' ? String(value) : value;
}
