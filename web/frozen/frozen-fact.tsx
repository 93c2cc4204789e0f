// The frozen runs of a query, on its page.
import { routes } from '../../domain/routes.ts';
import { countWords, exactTime } from '../../ui/age.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ask } from '../frame/ask.ts';
import { Fact } from '../query/fact.tsx';

const MOST_SHOWN = 5;

export function FrozenFact({ slug }: { slug: string }) {
  const [loaded] = useLoaded(slug, () => ask('GET frozenRuns', { query: { query: slug } }));
  if (loaded.state !== 'done') return null;
  const frozen = loaded.value.frozen.filter(({ erased }) => erased === null);
  if (frozen.length === 0) return null;
  const rest = frozen.length - MOST_SHOWN;
  return (
    <Fact name="Frozen runs">
      {frozen.slice(0, MOST_SHOWN).map(({ id, ranAt, rowCount }) => (
        <div key={id}>
          <a href={routes.frozenPage(id)}>{exactTime(ranAt)}</a>, {countWords(rowCount, 'row')}
        </div>
      ))}
      {rest > 0 && <span class="quiet">and {rest} more</span>}
    </Fact>
  );
}
