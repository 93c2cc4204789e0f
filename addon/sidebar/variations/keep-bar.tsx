// How a variation is kept in the sidebar: its name, and at once into the sheet.
import { useState } from 'preact/hooks';
import type { Selection } from '../../../domain/contract/teaching/variation.ts';
import type { Problem } from '../../../domain/problem.ts';
import { TextField } from '../../../ui/fields/text-field.tsx';
import { problemOf } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { useKeptTitle } from '../../../ui/variations/kept-title.ts';
import type { QueryView as Opened } from '../../sidebar-functions.ts';
import { insert } from '../query/insertion.ts';
import type { QueryForm } from '../query/values-form.tsx';
import { ProgressNote } from '../progress-note.tsx';
import { useRunSteps } from '../run-steps.ts';
import { call } from '../server.ts';
import { useSession } from '../session.ts';

interface Props extends Pick<Opened, 'query'> {
  form: QueryForm;
  selection: Selection;
}

export function KeepBar({ query, form, selection }: Props) {
  const isOwn = query.variation?.may.change === true;
  const [title, setTitle] = useKeptTitle(query, selection);
  const { keep, keepAndInsert, busy, problem, steps } = useKeeping(
    { query, form, selection },
    title,
  );
  const cannot = busy !== null || title.trim() === '';
  return (
    <form
      class="action-bar"
      aria-label="Keep it"
      onSubmit={(event) => {
        event.preventDefault();
        void (isOwn ? keep() : keepAndInsert());
      }}
    >
      {problem && <ProblemNote problem={problem} takeFocus />}
      <ProgressNote progress={steps.progress} doing="Running the query" onCancel={steps.cancel} />
      <TextField label="Name" text={title} onChange={setTitle} maxLength={200} />
      <button type="submit" class="button primary" disabled={cannot}>
        {isOwn ? 'Save' : busy === 'insert' ? 'Inserting…' : 'Keep and insert into new tab'}
      </button>
      {!isOwn && (
        <button type="button" class="button" disabled={cannot} onClick={() => void keep()}>
          Only keep it
        </button>
      )}
    </form>
  );
}

function useKeeping({ query, form, selection }: Props, title: string) {
  const session = useSession();
  const steps = useRunSteps();
  const isOwn = query.variation?.may.change === true;
  // Once it is kept, whoever goes on changes that one.
  const [kept, setKept] = useState(isOwn ? query : null);
  const [busy, setBusy] = useState<'keep' | 'insert' | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { values } = form;
  const keepIt = async () => {
    const { slug, version } = kept ?? { slug: query.slug, version: null };
    const made = await call('keepVariation', { slug, version, title, selection, values });
    setKept(made);
    session.catalog.put(made);
    return made;
  };
  const doing = (what: 'keep' | 'insert', work: () => Promise<void>) => async () => {
    if (!form.ready()) return;
    setBusy(what);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(null);
    }
  };
  const keep = doing('keep', async () => {
    const made = await keepIt();
    if (isOwn) session.back();
    else session.goInstead({ name: 'query', slug: made.slug, title: made.title });
  });
  const keepAndInsert = doing('insert', async () => {
    const made = await keepIt();
    const { slug } = made;
    const wanted = { slug, values, exactText: [], target: 'newTab' as const, run: null };
    const columns = form.preview.shown?.columns.length ?? 1;
    const inserted = await insert({ ...wanted, columns, rows: null }, { steps, session });
    session.goInstead({ name: 'query', slug, title: made.title });
    if (inserted) session.go(inserted);
  });
  return { keep, keepAndInsert, busy, problem, steps };
}
