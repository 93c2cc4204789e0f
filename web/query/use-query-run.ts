// Runs a query with the values that its page's address gives; the form writes them into the address.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Parameter } from '../../domain/contract/parameter.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { ResultRequest } from '../../domain/contract/result.ts';
import type { Selection } from '../../domain/contract/teaching/variation.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import {
  entriesFromSearch,
  entryErrors,
  searchFrom,
  valuesOf,
  type Entries,
} from '../../ui/entries.ts';
import { focusFirstError } from '../../ui/fields/parameter-form.tsx';
import { ask } from '../frame/ask.ts';
import { goTo } from '../frame/location.ts';
import { useResult, type ResultRun } from '../result/use-result.ts';

/** What the ids of the form's fields begin with. */
export const formId = 'parameter';

export interface QueryRun {
  entries: Entries;
  setEntries: (entries: Entries) => void;
  /** The values in the form as a query string with its question mark; nothing when there are none. */
  search: string;
  /** A sentence by parameter, as far as it is time to tell it. */
  errors: Record<string, string>;
  /** Whether every needed value is given. */
  isComplete: boolean;
  canRun: boolean;
  result: ResultRun;
  /** Runs with the values in the form, or shows which of them is missing or wrong. */
  submit: () => void;
}

/** `selection`: what is taken of its result; null is all of it as it is. */
export function useQueryRun(
  query: SavedQuery,
  search: string,
  selection: Selection | null,
): QueryRun {
  const { slug, parameters } = query;
  const [entries, setEntries] = useState<Entries>({});
  const [asked, setAsked] = useState(false);
  const result = useResult();
  const canRun = query.archivedAt === null && query.problem === null;
  const ownErrors = useMemo(() => entryErrors(parameters, entries), [entries]);
  const isComplete = isEmpty(ownErrors);
  const run = (values: Entries) =>
    result.start(
      (body, signal) => askFor(slug, selection, { body, signal }),
      valuesOf(parameters, values),
      selection,
    );
  // The address decides: on arrival, and with the browser's Back and Forward. Before the form can be typed into,
  // or the values of the address would take the place of what was typed.
  useLayoutEffect(() => {
    const named = entriesFromSearch(parameters, new URLSearchParams(search));
    setEntries(named);
    const complete = isEmpty(entryErrors(parameters, named));
    if (complete && canRun) run(named);
    // What an address gives wrongly is told at once; an empty form is not.
    if (!complete && namesAny(parameters, search)) setAsked(true);
  }, [search]);
  useChange(selection, () => isComplete && canRun && run(entries));
  const problem = result.run.state === 'failed' ? result.run.problem : null;
  const refused = fieldError(problem);
  useEffect(() => {
    if (asked) focusFirstError(parameters, refused, formId);
  }, [problem]);
  const next = searchWords(query, entries);
  const submit = () => {
    setAsked(true);
    if (!isComplete) {
      requestAnimationFrame(() => focusFirstError(parameters, ownErrors, formId));
      return;
    }
    // Another address runs by itself; the same one would not.
    if (next === search) run(entries);
    else goTo(routes.queryPage(slug) + next);
  };
  const errors = { ...(asked ? ownErrors : {}), ...refused };
  return { entries, setEntries, search: next, errors, isComplete, canRun, result, submit };
}

/** Does it whenever the value becomes another one, and not at first. */
function useChange(value: unknown, act: () => void): void {
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) act();
    isFirst.current = false;
  }, [value]);
}

function askFor(
  slug: string,
  selection: Selection | null,
  { body, signal }: { body: ResultRequest; signal: AbortSignal },
) {
  const params = { slug };
  if (selection === null)
    return ask('POST result', { params, body: { ...body, told: true }, signal });
  return ask('POST selected', { params, body: { ...body, selection }, signal });
}

const isEmpty = (errors: Record<string, string>) => Object.keys(errors).length === 0;

function namesAny(parameters: readonly Parameter[], search: string): boolean {
  const asked = new URLSearchParams(search);
  return parameters.some(({ name }) => asked.has(name));
}

function searchWords({ parameters }: SavedQuery, entries: Entries): string {
  const search = searchFrom(parameters, entries).toString();
  return search === '' ? '' : `?${search}`;
}

function fieldError(problem: Problem | null): Record<string, string> {
  const name = problem?.extras.parameter;
  return problem && typeof name === 'string' ? { [name]: problem.message } : {};
}
