// On a variation's page: from whose result it selects, what, who sees it, and what can be done about that.
import { useState } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Variation, VariationState } from '../../domain/contract/teaching/variation.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ActionDialog } from '../controls/action-dialog.tsx';
import { ask } from '../frame/ask.ts';
import { goTo } from '../frame/location.ts';
import { selectionWords } from './selection-words.ts';

interface Props {
  query: SavedQuery & { variation: Variation };
  onChanged: () => void;
}

export function VariationNote({ query, onChanged }: Props) {
  const { of, selection, may, state } = query.variation;
  const words = selectionWords(selection);
  return (
    <div class="note variation-note">
      <Icon name="fork" />
      <div class="grow stack">
        <p>
          From the result of <a href={routes.queryPage(of.slug)}>{of.title}</a>
          {words === '' ? ', all of it' : `: ${words}`}. {seenBy(state, may.change)}
        </p>
        {(may.change || may.publish) && <Showing {...{ query, onChanged }} />}
      </div>
    </div>
  );
}

function seenBy(state: VariationState, isOwn: boolean): string {
  if (state === 'published') return 'Whoever sees that one sees this one too.';
  if (state === 'offered') {
    return isOwn
      ? 'You and the authors see it: one of them may publish it.'
      : 'Its maker offers it to everybody; until it is published only authors see it.';
  }
  return 'Only you see it.';
}

function Showing({ query, onChanged }: Props) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const { slug } = query;
  const { state, may } = query.variation;
  const set = (next: VariationState) =>
    ask('PUT variationState', { params: { slug }, body: { state: next } }).then(
      onChanged,
      (error: unknown) => setProblem(problemOf(error)),
    );
  const step = (label: string, next: VariationState) => (
    <button type="button" class="button compact" onClick={() => void set(next)}>
      {label}
    </button>
  );
  return (
    <>
      <div class="row wrap">
        {may.publish && state !== 'published' && step('Publish it', 'published')}
        {may.publish && state !== 'private' && step(declined(state, may.change), 'private')}
        {!may.publish && state === 'private' && step('Offer it to the authors', 'offered')}
        {!may.publish && state === 'offered' && step('Take the offer back', 'private')}
        {may.change && <DeleteIt slug={slug} title={query.title} />}
      </div>
      {problem && <ProblemNote problem={problem} takeFocus />}
    </>
  );
}

const declined = (state: VariationState, isOwn: boolean) =>
  state === 'offered' && !isOwn ? 'Not now' : 'Show it to nobody else';

function DeleteIt({ slug, title }: { slug: string; title: string }) {
  const [asking, setAsking] = useState(false);
  const run = () => ask('DELETE variation', { params: { slug } }).then(() => goTo(routes.catalog));
  return (
    <>
      <button type="button" class="button compact" onClick={() => setAsking(true)}>
        Delete
      </button>
      {asking && (
        <ActionDialog
          title={`Delete “${title}”?`}
          action={{ label: 'Delete it', run, isDanger: true }}
          isQuestion
          onClose={() => setAsking(false)}
        >
          <p>Linked ranges that show it keep their values and say that it is gone.</p>
        </ActionDialog>
      )}
    </>
  );
}
