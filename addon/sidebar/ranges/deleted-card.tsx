// A linked range whose tab was deleted while the sidebar was open: said as such, with the way to have it again.
import { Icon } from '../../../ui/icon.tsx';
import type { LinkedRangeView } from '../../sidebar-functions.ts';
import { useSession } from '../session.ts';
import { entriesFromSources } from '../value-sources.ts';

export function DeletedCard({ range }: { range: LinkedRangeView }) {
  const { forgetDeleted } = useSession();
  return (
    <article class="card" aria-label={range.title} tabIndex={-1}>
      <h3>{range.title}</h3>
      <p class="tone bad">
        <Icon name="warn" />
        Deleted with its tab{range.tab === null ? '' : ` ${range.tab}`}
      </p>
      <p class="quiet">
        Its values are gone with the tab. If that was a mistake, undo it in the sheet (Ctrl+Z) at
        once.
      </p>
      <div class="row wrap">
        <DeletedActions range={range} />
        <button type="button" class="plain-button" onClick={() => forgetDeleted(range.id)}>
          Take off this list
          <span class="unseen">: {range.title}</span>
        </button>
      </div>
    </article>
  );
}

/** Opens the query with the values that the range had. */
export function DeletedActions({ range }: { range: LinkedRangeView }) {
  const { drafts, go, start } = useSession();
  const again = () => {
    const { slug, title, parameters, values } = range;
    drafts.set(slug, entriesFromSources(parameters, values, start.spreadsheet.locale));
    go({ name: 'query', slug, title });
  };
  return (
    <div>
      <button type="button" class="button compact" onClick={again}>
        Insert it again
        <span class="unseen">: {range.title}</span>
      </button>
    </div>
  );
}
