// The values of a query in the sidebar: their form, what is wrong with them, and the first rows that they give.
import { useMemo, useState } from 'preact/hooks';
import type { Selection } from '../../../domain/contract/teaching/variation.ts';
import type { Problem } from '../../../domain/problem.ts';
import { entriesFrom, entryErrors, unclearEntries, type Entries } from '../../../ui/entries.ts';
import { focusFirstError, ParameterForm } from '../../../ui/fields/parameter-form.tsx';
import type { QueryView as Opened } from '../../sidebar-functions.ts';
import { call } from '../server.ts';
import { useSession } from '../session.ts';
import { sourcesFrom } from '../value-sources.ts';
import { useCellTexts } from './cell-texts.ts';
import { usePreview } from './query-preview.tsx';

const formId = 'parameter';

export function ValuesForm({ query, form }: { query: Opened['query']; form: QueryForm }) {
  const { slug, parameters } = query;
  const { start, choices } = useSession();
  const { entries, change, errors, preview } = form;
  const inCells = useCellTexts(entries, preview.shown?.matches);
  if (parameters.length === 0) return null;
  return (
    <form class="stack" onSubmit={(event) => event.preventDefault()} aria-label="Parameters">
      <ParameterForm
        parameters={parameters}
        entries={entries}
        onChange={change}
        errors={errors}
        idPrefix={formId}
        timeZone={start.spreadsheet.timeZone}
        locale={start.spreadsheet.locale}
        loadChoices={(parameter) => choices.load(slug, parameter)}
        readPlace={async () => (await call('readSelection')).place}
        inCells={inCells}
      />
    </form>
  );
}

export type QueryForm = ReturnType<typeof useForm>;

/** What is filled in for a query, what is wrong with it, and the first rows that it gives, or that `selection` takes of it. */
export function useForm(query: Opened['query'], selection: Selection | null = null) {
  const { parameters } = query;
  const { drafts, start } = useSession();
  const { locale } = start.spreadsheet;
  const [entries, setEntries] = useState(
    () => drafts.get(query.slug) ?? entriesFrom(parameters, {}, locale),
  );
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const ownErrors = useMemo(() => entryErrors(parameters, entries, locale), [entries]);
  const complete = Object.keys(ownErrors).length === 0;
  const values = useMemo(() => sourcesFrom(parameters, entries, locale), [entries]);
  const wanted = { slug: query.slug, values, ...(selection && { selection }) };
  const preview = usePreview(wanted, complete);
  const errors = {
    ...(asked ? ownErrors : unclearEntries(parameters, entries, locale)),
    ...parameterError(preview.problem),
    ...parameterError(refused),
  };
  const change = (next: Entries) => {
    drafts.set(query.slug, next);
    setRefused(null);
    setEntries(next);
  };
  const ready = () => {
    setAsked(true);
    if (!complete) requestAnimationFrame(() => focusFirstError(parameters, ownErrors, formId));
    return complete;
  };
  const refuse = (problem: Problem) => {
    setRefused(problem);
    const found = parameterError(problem);
    requestAnimationFrame(() => focusFirstError(parameters, found, formId));
  };
  return { entries, change, errors, ownErrors, values, preview, ready, refuse };
}

/** A problem that names a parameter, as the sentence for its field. */
export function parameterError(problem: Problem | null): Record<string, string> {
  const name = problem?.extras.parameter;
  return problem && typeof name === 'string' ? { [name]: problem.message } : {};
}
