// "The same, but …": forms that say what is selected from a query's result, which stands below as it would be.
import { useState } from 'preact/hooks';
import type { Values } from '../../domain/contract/parameter.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Result } from '../../domain/contract/result.ts';
import type { Selection } from '../../domain/contract/teaching/variation.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TextField } from '../controls/text-field.tsx';
import { ask, ifMatch } from '../frame/ask.ts';
import { goTo } from '../frame/location.ts';
import { ConditionRows } from './condition-rows.tsx';
import { GroupRows } from './group-rows.tsx';
import { OrderRows } from './order-rows.tsx';
import { asked, hasDoubleNames, type Known } from './selection-draft.ts';
import { useKnownColumns } from './use-known-columns.ts';

interface Props {
  query: SavedQuery;
  /** Those in front of the person. */
  values: Values;
  /** The query's own result, where it is on the page. */
  shown: Result | null;
  draft: Selection;
  /** `selection` is what acts of it. */
  onChange: (draft: Selection, selection: Selection) => void;
  onClose: () => void;
  onSaved: () => void;
}

export function VariationPanel(props: Props) {
  const { query, values, shown, onClose } = props;
  const known = useKnownColumns(query, values, shown);
  return (
    <section class="variation stack" aria-label="The same, but …">
      <div class="row">
        <h2 class="grow">The same, but …</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      {known.state === 'loading' && <i class="shape" style={{ height: '96px' }} />}
      {known.state === 'waiting' && (
        <p class="quiet">
          Fill in what the query needs and press Run: the forms come with its result.
        </p>
      )}
      {known.state === 'failed' && <ProblemNote problem={known.problem} />}
      {known.state === 'done' && <Forms {...props} known={known.columns} />}
    </section>
  );
}

function Forms({ known, ...props }: Props & { known: readonly Known[] }) {
  const { query, values, draft, onChange, onSaved } = props;
  if (hasDoubleNames(known)) {
    return (
      <p class="quiet">
        Two columns of this result have the same name, so nobody can say which of them is meant. Ask
        its author to name them apart.
      </p>
    );
  }
  const change = (part: Partial<Selection>) => {
    const next = { ...draft, ...part };
    onChange(next, asked(next, known));
  };
  const selection = asked(draft, known);
  return (
    <>
      <ConditionRows
        known={known}
        conditions={draft.conditions}
        onChange={(conditions) => change({ conditions })}
      />
      <GroupRows known={known} selection={draft} onChange={change} />
      <OrderRows known={known} selection={draft} onChange={change} />
      <Written slug={query.slug} selection={selection} />
      <Keep {...{ query, values, selection, onSaved }} />
    </>
  );
}

function Written({ slug, selection }: { slug: string; selection: Selection }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="sql-fold" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>The SQL that this writes</summary>
      {open && <Text slug={slug} selection={selection} />}
    </details>
  );
}

function Text({ slug, selection }: { slug: string; selection: Selection }) {
  const [text] = useLoaded(JSON.stringify(selection), () =>
    ask('POST selectedText', { params: { slug }, body: { selection } }),
  );
  if (text.state === 'failed') return <ProblemNote problem={text.problem} />;
  return (
    <pre class="sql" tabIndex={0}>
      {text.state === 'done' ? text.value.sql : '…'}
    </pre>
  );
}

interface KeepProps extends Pick<Props, 'query' | 'values' | 'onSaved'> {
  selection: Selection;
}

function Keep({ query, values, selection, onSaved }: KeepProps) {
  const { slug, variation, version } = query;
  const isOwn = variation?.may.change === true;
  const [title, setTitle] = useState(isOwn ? query.title : `${query.title} (mine)`);
  const [problem, setProblem] = useState<Problem | null>(null);
  const body = { title, selection, values };
  const keep = () =>
    isOwn
      ? ask('PUT variation', { params: { slug }, body, ...ifMatch(version) }).then(onSaved)
      : ask('POST variations', { params: { slug }, body }).then((made) =>
          goTo(routes.queryPage(made.slug)),
        );
  return (
    <form
      class="stack"
      aria-label="Keep it"
      onSubmit={(event) => {
        event.preventDefault();
        keep().catch((error: unknown) => setProblem(problemOf(error)));
      }}
    >
      <div class="keep">
        <TextField label="Name" text={title} onChange={setTitle} required maxLength={200} />
        <button type="submit" class="button primary" disabled={title.trim() === ''}>
          {isOwn ? 'Save' : 'Keep it as mine'}
        </button>
      </div>
      {problem && <ProblemNote problem={problem} takeFocus />}
      {!isOwn && (
        <p class="quiet small">
          Only you see it, on these pages and in the sidebar of your sheets. It always selects from
          what the original gives at that moment.
        </p>
      )}
    </form>
  );
}
