// "The same, but …": forms that say what is selected from a query's result, which stands below as it would be.
import { useState } from 'preact/hooks';
import type { Values } from '../../domain/contract/parameter.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Result } from '../../domain/contract/result.ts';
import type { Inside } from '../../domain/contract/teaching/inside.ts';
import type { Selection } from '../../domain/contract/teaching/variation.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { firstTexts, valuesSelection } from '../../domain/teaching/selection.ts';
import { Icon } from '../../ui/icon.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useKeptTitle } from '../../ui/variations/kept-title.ts';
import { useKnownColumns, useOpenings } from '../../ui/variations/known-columns.ts';
import { askedOpen } from '../../ui/variations/opened.ts';
import { hasDoubleNames, type Known } from '../../ui/variations/selection-draft.ts';
import { SelectionForms } from '../../ui/variations/selection-forms.tsx';
import { WrittenSql } from '../../ui/variations/written-sql.tsx';
import { ask, ifMatch } from '../frame/ask.ts';
import { goTo } from '../frame/location.ts';

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
  const known = useKnownColumns(query.variation, shown, (slug) => columnsOf(slug, values));
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
  const params = { slug: query.slug };
  const openings = useOpenings(query.slug, () => ask('GET openings', { params }));
  const valuesIn = async (column: string, inside: Inside | undefined) => {
    const wanted = valuesSelection(column, inside);
    const body = { values, timeZone: ownTimeZone(), selection: wanted };
    const answer = await ask('POST selected', { params, body });
    return 'rows' in answer ? firstTexts(answer.rows) : [];
  };
  const selection = askedOpen(draft, known, openings);
  return (
    <>
      <SelectionForms {...{ known, openings, draft, onChange, valuesIn }} />
      {!hasDoubleNames(known) && (
        <>
          <WrittenSql
            selection={selection}
            textOf={async (wanted) =>
              (await ask('POST selectedText', { params, body: { selection: wanted } })).sql
            }
          />
          <Keep {...{ query, values, selection, onSaved }} />
        </>
      )}
    </>
  );
}

async function columnsOf(slug: string, values: Values): Promise<readonly Known[]> {
  const body = { values, timeZone: ownTimeZone(), maxRows: 1 };
  const answer = await ask('POST result', { params: { slug }, body });
  return 'columns' in answer ? answer.columns : [];
}

const ownTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

interface KeepProps extends Pick<Props, 'query' | 'values' | 'onSaved'> {
  selection: Selection;
}

function Keep({ query, values, selection, onSaved }: KeepProps) {
  const { slug, variation, version } = query;
  const isOwn = variation?.may.change === true;
  const [title, setTitle] = useKeptTitle(query, selection);
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
