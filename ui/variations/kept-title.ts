// The name under which a variation is kept: said by what it selects, until the person says another.
import { useState } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Selection } from '../../domain/contract/teaching/variation.ts';
import { titleWords } from './selection-words.ts';

/** One's own keeps the name that it has. */
export function useKeptTitle(
  { title, variation }: Pick<SavedQuery, 'title' | 'variation'>,
  selection: Selection,
): [string, (title: string) => void] {
  const [said, setSaid] = useState<string | null>(null);
  const proposed = variation?.may.change
    ? title
    : titleWords(variation?.of.title ?? title, selection);
  return [said ?? proposed, setSaid];
}
