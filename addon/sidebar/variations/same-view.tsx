// "The same, but …" in the sidebar: forms that make a query of one's own from another's result, and its first rows.
import { useState } from 'preact/hooks';
import type { Selection } from '../../../domain/contract/teaching/variation.ts';
import { DEFAULT_OPTIONS } from '../../../domain/linked-range.ts';
import { wholeSelection } from '../../../domain/teaching/selection.ts';
import { useLoaded } from '../../../ui/loaded.ts';
import { newRun } from '../../../ui/new-run.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { useKnownColumns, useOpenings } from '../../../ui/variations/known-columns.ts';
import { hasDoubleNames } from '../../../ui/variations/selection-draft.ts';
import { SelectionForms } from '../../../ui/variations/selection-forms.tsx';
import { WrittenSql } from '../../../ui/variations/written-sql.tsx';
import type { QueryView as Opened } from '../../sidebar-functions.ts';
import { Opening } from '../opening.tsx';
import { QueryPreview } from '../query/query-preview.tsx';
import { ValuesForm, useForm, type QueryForm } from '../query/values-form.tsx';
import { useWholeRun } from '../query/whole-run.ts';
import { call } from '../server.ts';
import { ViewHead } from '../view-head.tsx';
import { KeepBar } from './keep-bar.tsx';

export function SameView({ slug, title }: { slug: string; title: string }) {
  const [opened, again] = useLoaded(slug, () => call('openQuery', { slug }));
  return (
    <>
      <ViewHead title="The same, but …" />
      {opened.state === 'done' ? (
        <Varied query={opened.value.query} />
      ) : (
        <Opening {...{ opened, again }}>
          <p class="quiet" role="status">
            Opening “{title}” …
          </p>
        </Opening>
      )}
    </>
  );
}

function Varied({ query }: Pick<Opened, 'query'>) {
  const { slug, variation } = query;
  const [draft, setDraft] = useState(variation?.selection ?? wholeSelection);
  // What acts of it; null is the query as it is.
  const [selection, setSelection] = useState<Selection | null>(null);
  const form = useForm(query, selection);
  const { values, preview } = form;
  const own = selection === null ? preview.shown : null;
  const known = useKnownColumns(variation, own, async (original) => {
    const { columns } = await call('previewQuery', { slug: original, values, run: newRun() });
    return columns;
  });
  const change = (next: Selection, wanted: Selection) => {
    setDraft(next);
    setSelection(wanted);
  };
  const openings = useOpenings(slug, () => call('readOpenings', { slug }));
  const asked = { slug, values };
  const acting = selection ?? draft;
  return (
    <>
      <main class="fill scroll pad stack wide">
        <p class="quiet small">
          Your own of <strong>{variation?.of.title ?? query.title}</strong>: it always selects from
          what that one gives at the moment.
        </p>
        <ValuesForm query={query} form={form} />
        {known.state === 'failed' && <ProblemNote problem={known.problem} />}
        {known.state === 'done' && (
          <SelectionForms
            known={known.columns}
            {...{ draft, openings }}
            onChange={change}
            valuesIn={async (column, inside) => {
              const wanted = { ...asked, column, ...(inside && { inside }) };
              return (await call('columnValues', wanted)).values;
            }}
          />
        )}
        <FirstRows {...{ query, form, selection }} />
        <WrittenSql
          selection={acting}
          textOf={async (wanted) => (await call('selectedText', { slug, selection: wanted })).sql}
        />
      </main>
      {known.state === 'done' && !hasDoubleNames(known.columns) && (
        <KeepBar {...{ query, form }} selection={acting} />
      )}
    </>
  );
}

interface RowsProps extends Pick<Opened, 'query'> {
  form: QueryForm;
  selection: Selection | null;
}

function FirstRows({ query, form, selection }: RowsProps) {
  const { slug, title, parameters } = query;
  const { entries, ownErrors, values, preview } = form;
  const isReady = Object.keys(ownErrors).length === 0 && preview.startedAt === null;
  const asked = { slug, values, ...(selection && { selection }) };
  const whole = useWholeRun(asked, isReady ? preview.shown : null, { filter: [], sort: [] });
  return (
    <QueryPreview
      {...{ preview, parameters, entries, whole, ownErrors }}
      options={DEFAULT_OPTIONS}
      notes={query.columns ?? []}
      met={{ slug, title, range: null, values }}
      owner={query.owner ?? null}
    />
  );
}
