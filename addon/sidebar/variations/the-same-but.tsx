// The way from a query to "The same, but …".
import { Icon } from '../../../ui/icon.tsx';
import type { QueryView } from '../../sidebar-functions.ts';
import { useSession } from '../session.ts';

export function TheSameBut({ query: { slug, title, variation } }: Pick<QueryView, 'query'>) {
  const { go } = useSession();
  return (
    <div class="stack small-gap">
      <div>
        <button
          type="button"
          class="button compact"
          onClick={() => go({ name: 'same', slug, title })}
        >
          <Icon name="fork" />
          {variation?.may.change ? 'Change' : 'The same, but …'}
        </button>
      </div>
      {variation === undefined && (
        <p class="quiet small">
          Nearly what you need? Make your own of it: other rows, columns or groups, without SQL.
        </p>
      )}
    </div>
  );
}
