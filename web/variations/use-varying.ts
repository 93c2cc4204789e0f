// A variation while it is put together on a query's page: the form's state, and what of it acts on the result.
import { useState } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Selection } from '../../domain/contract/teaching/variation.ts';
import { SAME_HASH, wholeSelection } from '../../domain/teaching/selection.ts';

export interface Varying {
  /** As it stands in the form; null while that is closed. */
  draft: Selection | null;
  /** What is asked for; null is the query as it is. */
  selection: Selection | null;
  begin: () => void;
  change: (draft: Selection, selection: Selection) => void;
  end: () => void;
}

export function useVarying({ variation, archivedAt }: SavedQuery): Varying {
  const first = variation?.selection ?? wholeSelection;
  const [draft, setDraft] = useState(() =>
    location.hash === SAME_HASH && archivedAt === null ? first : null,
  );
  const [selection, setSelection] = useState<Selection | null>(null);
  return {
    draft,
    selection,
    begin: () => setDraft(first),
    change(next, acting) {
      setDraft(next);
      // What does not act yet asks for nothing.
      if (JSON.stringify(acting) !== JSON.stringify(selection)) setSelection(acting);
    },
    end() {
      setDraft(null);
      setSelection(null);
    },
  };
}
