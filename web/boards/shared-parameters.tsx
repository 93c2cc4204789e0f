// Which parameters of the tiles' queries have one value for the whole board.
import type { Tile } from '../../domain/contract/board.ts';
import type { Parameter } from '../../domain/contract/parameter.ts';
import { labelOf } from '../../ui/entries.ts';
import { useLoaded } from '../../ui/loaded.ts';
import { ask } from '../frame/ask.ts';

interface Props {
  tiles: readonly Tile[];
  parameters: readonly Parameter[];
  onChange: (parameters: Parameter[]) => void;
}

export function SharedParameters({ tiles, parameters, onChange }: Props) {
  const slugs = [...new Set(tiles.flatMap((tile) => (tile.kind === 'text' ? [] : [tile.query])))];
  const [loaded] = useLoaded(slugs.join(), () => offeredBy(slugs));
  const offered = loaded.state === 'done' ? loaded.value : [];
  const known = new Set(parameters.map(({ name }) => name));
  const all = [...parameters, ...offered.filter(({ name }) => !known.has(name))];
  if (all.length === 0) {
    return <p class="quiet small">The queries on this board take no values.</p>;
  }
  return (
    <fieldset class="stack small-gap">
      <legend class="field-label">Shared values</legend>
      {all.map((parameter) => (
        <label key={parameter.name} class="check">
          <input
            type="checkbox"
            checked={known.has(parameter.name)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(
                checked
                  ? [...parameters, parameter]
                  : parameters.filter(({ name }) => name !== parameter.name),
              )
            }
          />
          {labelOf(parameter)}
        </label>
      ))}
    </fieldset>
  );
}

/** Each name once, as the first query declares it; of one that is not there yet nothing. */
async function offeredBy(slugs: readonly string[]): Promise<Parameter[]> {
  const byName = new Map<string, Parameter>();
  for (const slug of slugs) {
    if (slug === '') continue;
    const query = await ask('GET query', { params: { slug } }).catch(() => null);
    for (const parameter of query?.parameters ?? []) {
      if (!byName.has(parameter.name)) byName.set(parameter.name, parameter);
    }
  }
  return [...byName.values()];
}
