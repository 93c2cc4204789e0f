// On a variation in the sidebar: from whose result it selects, and who is to see it.
import { VariationNote } from '../../../ui/variations/variation-note.tsx';
import type { QueryView } from '../../sidebar-functions.ts';
import { call } from '../server.ts';
import { useSession } from '../session.ts';

interface Props extends Pick<QueryView, 'query'> {
  onChanged: () => void;
}

export function OwnNote({ query: { slug, variation }, onChanged }: Props) {
  const { go } = useSession();
  if (variation === undefined) return null;
  const { of } = variation;
  return (
    <VariationNote
      variation={variation}
      original={
        <button
          type="button"
          class="plain-button inline"
          onClick={() => go({ name: 'query', ...of })}
        >
          {of.title}
        </button>
      }
      onState={(state) => call('showVariation', { slug, state }).then(onChanged)}
    />
  );
}
