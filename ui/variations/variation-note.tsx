// What a variation says of itself: from whose result it selects, what, who sees it, and what can be done about that.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Variation, VariationState } from '../../domain/contract/teaching/variation.ts';
import type { Problem } from '../../domain/problem.ts';
import { Icon } from '../icon.tsx';
import { problemOf } from '../loaded.ts';
import { ProblemNote } from '../problem-note.tsx';
import { selectionWords } from './selection-words.ts';

interface Props {
  variation: Variation;
  /** Its original, as a way there. */
  original: ComponentChildren;
  onState: (state: VariationState) => Promise<unknown>;
  /** Further steps for whoever made it. */
  children?: ComponentChildren;
}

export function VariationNote({ variation, original, onState, children }: Props) {
  const { selection, may, state } = variation;
  const words = selectionWords(selection);
  return (
    <div class="note variation-note">
      <Icon name="fork" />
      <div class="grow stack">
        <p>
          From the result of {original}
          {words === '' ? ', all of it' : `: ${words}`}. {seenBy(state, may.change)}
        </p>
        {(may.change || may.publish) && (
          <Showing {...{ variation, onState }}>{may.change && children}</Showing>
        )}
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

function Showing({ variation, onState, children }: Omit<Props, 'original'>) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const { state, may } = variation;
  const step = (label: string, next: VariationState) => (
    <button
      type="button"
      class="button compact"
      onClick={() => void onState(next).catch((error: unknown) => setProblem(problemOf(error)))}
    >
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
        {children}
      </div>
      {problem && <ProblemNote problem={problem} takeFocus />}
    </>
  );
}

const declined = (state: VariationState, isOwn: boolean) =>
  state === 'offered' && !isOwn ? 'Not now' : 'Show it to nobody else';
