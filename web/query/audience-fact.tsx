// Who sees a query, on its page; its owner and admins change it here.
import { useState } from 'preact/hooks';
import type { NamedAudience } from '../../domain/contract/access.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { countWords } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ask } from '../frame/ask.ts';
import { AudienceField } from '../audience/audience-field.tsx';
import { audienceWords, idsOf } from '../audience/audience-words.ts';
import { ActionDialog } from '../controls/action-dialog.tsx';
import { Fact } from './fact.tsx';

export function AudienceFact({ query }: { query: Pick<SavedQuery, 'slug' | 'usage' | 'source'> }) {
  const [loaded, again] = useLoaded(query.slug, () =>
    ask('GET audience', { params: { slug: query.slug } }),
  );
  const [open, setOpen] = useState(false);
  if (loaded.state !== 'done') return null;
  const { audience, mayChange } = loaded.value;
  return (
    <Fact name="Who sees it">
      {audienceWords(audience, 'everybody')}
      {mayChange && (
        <>
          {' '}
          <button type="button" class="plain-button" onClick={() => setOpen(true)}>
            Change
          </button>
        </>
      )}
      {open && (
        <AudienceDialog
          query={query}
          before={audience}
          onClose={() => setOpen(false)}
          onSaved={() => {
            setOpen(false);
            again();
          }}
        />
      )}
    </Fact>
  );
}

interface DialogProps {
  query: Pick<SavedQuery, 'slug' | 'usage' | 'source'>;
  before: NamedAudience;
  onClose: () => void;
  onSaved: () => void;
}

function AudienceDialog({ query, before, onClose, onSaved }: DialogProps) {
  const [audience, setAudience] = useState(before);
  const { slug, usage, source } = query;
  const save = () =>
    ask('PUT audience', { params: { slug }, body: { audience: idsOf(audience) } }).then(onSaved);
  return (
    <ActionDialog
      title="Who sees this query"
      action={{ label: 'Save', run: save }}
      onClose={onClose}
    >
      <AudienceField
        label="It is found and run by"
        everybody="Everybody in the organisation"
        audience={audience}
        onChange={setAudience}
      />
      <p class="quiet small">
        Its owner and admins see it in any case; to everybody else it is as though it were not
        there. Whoever may write queries on {source} can still read the data.
        {usage.links > 0 &&
          ` ${countWords(usage.links, 'share link')} to it ${usage.links === 1 ? 'goes' : 'go'} on working as long as whoever made it may see it.`}
      </p>
    </ActionDialog>
  );
}
