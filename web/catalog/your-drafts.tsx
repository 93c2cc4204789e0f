// What an author has begun in this browser and not saved yet.
import { useState } from 'preact/hooks';
import { countWords } from '../../ui/age.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { dropDraft, listDrafts, type ListedDraft } from '../editor/kept-drafts.ts';

export function YourDrafts() {
  const [drafts, setDrafts] = useState(listDrafts);
  const [dropping, setDropping] = useState<ListedDraft | null>(null);
  if (drafts.length === 0) return null;
  const drop = ({ name }: ListedDraft) => {
    dropDraft(name);
    setDrafts(listDrafts());
    setDropping(null);
    return Promise.resolve();
  };
  return (
    <details class="your-drafts">
      <summary>Not saved yet: {countWords(drafts.length, 'draft')} of yours</summary>
      <ul class="named">
        {drafts.map((draft) => (
          <li class="row wrap" key={draft.name}>
            <a class="grow" href={draft.href}>
              {draft.title}
            </a>
            <span class="quiet small">
              <TimeAgo at={draft.at} />
            </span>
            <button type="button" class="button compact" onClick={() => setDropping(draft)}>
              Drop
            </button>
          </li>
        ))}
      </ul>
      {dropping && (
        <ActionDialog
          title={`Drop “${dropping.title}”?`}
          action={{ label: 'Drop it', run: () => drop(dropping), isDanger: true }}
          isQuestion
          onClose={() => setDropping(null)}
        >
          <p>What you wrote is kept in this browser alone, and cannot be brought back.</p>
        </ActionDialog>
      )}
    </details>
  );
}
