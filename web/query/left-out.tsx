// Says which values of an address a query does not take.
import { isAddedToLinks } from '../../domain/added-to-links.ts';
import type { Parameter } from '../../domain/contract/parameter.ts';
import { Icon } from '../../ui/icon.tsx';

interface Props {
  parameters: readonly Parameter[];
  search: string;
}

// Else an old link would show other numbers than it was made for, and nobody would know.
export function LeftOut({ parameters, search }: Props) {
  const names = notTaken(parameters, search);
  if (names.length === 0) return null;
  return (
    <div class="note warn" role="status">
      <Icon name="warn" />
      <p>
        This link gives a value for {names.map((name) => `“${name}”`).join(', ')}, which the query
        does not take. It is left out: see whether the values here are the ones you want.
      </p>
    </div>
  );
}

/** What an address names that the query does not take, without our own options (`_…`). */
function notTaken(parameters: readonly Parameter[], search: string): string[] {
  const names = [...new Set(new URLSearchParams(search).keys())];
  return names.filter(
    (asked) =>
      !asked.startsWith('_') &&
      !isAddedToLinks(asked) &&
      !parameters.some(({ name }) => name === asked),
  );
}
