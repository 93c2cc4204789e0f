// Says where a query's result stands in this spreadsheet already, and goes there.
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { FreshnessDot } from '../ranges/freshness.tsx';
import { useSession } from '../session.ts';

export function LinkedHere({ slug }: { slug: string }) {
  const { ranges, go } = useSession();
  const here = ranges.filter((range) => range.slug === slug);
  if (here.length === 0) return null;
  return (
    <ul class="linked-here" aria-label="Linked ranges of this query">
      {here.map((range) => (
        <li class="row">
          <FreshnessDot range={range} />
          <span class="grow">
            {range.place ?? 'Lost range'}
            {range.refreshedAt && (
              <span class="quiet">
                , <TimeAgo at={range.refreshedAt} />
              </span>
            )}
          </span>
          <button
            type="button"
            class="plain-button"
            aria-label={`Show the linked range ${range.place ?? 'that is lost'}`}
            onClick={() => go({ name: 'ranges', range: range.id, notes: [] })}
          >
            Show
          </button>
        </li>
      ))}
    </ul>
  );
}
