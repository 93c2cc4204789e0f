// On a variation's page: what it says of itself, who is to see it, and a way to be rid of it.
import { useState } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Variation } from '../../domain/contract/teaching/variation.ts';
import { routes } from '../../domain/routes.ts';
import { VariationNote } from '../../ui/variations/variation-note.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { ask } from '../frame/ask.ts';
import { goTo } from '../frame/location.ts';

interface Props {
  query: SavedQuery & { variation: Variation };
  onChanged: () => void;
}

export function PageNote({ query: { slug, title, variation }, onChanged }: Props) {
  const { of } = variation;
  return (
    <VariationNote
      variation={variation}
      original={<a href={routes.queryPage(of.slug)}>{of.title}</a>}
      onState={(state) =>
        ask('PUT variationState', { params: { slug }, body: { state } }).then(onChanged)
      }
    >
      <DeleteIt {...{ slug, title }} />
    </VariationNote>
  );
}

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
