// A query's status as a word in a frame; published queries need none.
import type { QueryStatus } from '../../domain/contract/query.ts';

const words: Partial<Record<QueryStatus, [word: string, means: string]>> = {
  draft: ['Draft', 'Only authors see it'],
  trusted: ['Trusted', 'Somebody vouches for it'],
  retired: ['Retired', 'Another query takes its place'],
};

export function StatusBadge({ status }: { status: QueryStatus | undefined }) {
  const [word, means] = (status && words[status]) ?? [];
  if (word === undefined) return null;
  return (
    <span class={`badge ${status}`} title={means}>
      {word}
    </span>
  );
}
