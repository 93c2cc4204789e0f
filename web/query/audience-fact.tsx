// Who sees a query, on its page; its owner and admins change it here.
import { useState } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { countWords } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ask } from '../frame/ask.ts';
import { AudienceDialog } from '../audience/audience-dialog.tsx';
import { audienceWords } from '../audience/audience-words.ts';
import { Fact } from './fact.tsx';

export function AudienceFact({ query }: { query: Pick<SavedQuery, 'slug' | 'usage' | 'source'> }) {
  const { slug, usage, source } = query;
  const [loaded, again] = useLoaded(slug, () => ask('GET audience', { params: { slug } }));
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
          title="Who sees this query"
          label="It is found and run by"
          before={audience}
          onSave={async (next) => {
            await ask('PUT audience', { params: { slug }, body: { audience: next } });
            setOpen(false);
            again();
          }}
          onClose={() => setOpen(false)}
        >
          Its owner and admins see it in any case; to everybody else it is as though it were not
          there. Whoever may write queries on {source} can still read the data.
          {usage.links > 0 &&
            ` ${countWords(usage.links, 'share link')} to it ${usage.links === 1 ? 'goes' : 'go'} on working as long as whoever made it may see it.`}
        </AudienceDialog>
      )}
    </Fact>
  );
}
