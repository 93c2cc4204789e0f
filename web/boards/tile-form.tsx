// What the chosen tile shows, in the editor of a board.
import type { Tile } from '../../domain/contract/board.ts';
import { Field } from '../../ui/fields/field.tsx';
import { SelectField } from '../../ui/fields/select-field.tsx';
import { QueryField } from '../controls/query-field.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';

interface Props {
  tile: Tile;
  onChange: (tile: Tile) => void;
  onRemove: () => void;
}

export function TileForm({ tile, onChange, onRemove }: Props) {
  return (
    <div class="stack">
      <TextField
        label="Title of the tile"
        text={tile.title}
        onChange={(title) => onChange({ ...tile, title })}
        placeholder={tile.kind === 'text' ? '' : 'That of the query'}
        maxLength={200}
      />
      {tile.kind === 'text' ? (
        <Field label="Text (Markdown)">
          {(id) => (
            <textarea
              id={id}
              class="input"
              rows={8}
              value={tile.text}
              onInput={({ currentTarget: { value } }) => onChange({ ...tile, text: value })}
            />
          )}
        </Field>
      ) : (
        <QueryField
          label="Query"
          slug={tile.query}
          onChange={(query) => onChange({ ...tile, query })}
        />
      )}
      {tile.kind === 'number' && <NumberFields tile={tile} onChange={onChange} />}
      <div>
        <button type="button" class="button danger" onClick={onRemove}>
          Remove this tile
        </button>
      </div>
    </div>
  );
}

type NumberOfTile = Extract<Tile, { kind: 'number' }>;

const betterWords = { '': 'Neither', up: 'More is better', down: 'Less is better' };

function NumberFields({ tile, onChange }: { tile: NumberOfTile; onChange: (tile: Tile) => void }) {
  const { column = '', goal, better = '' } = tile;
  const withField = (name: 'column' | 'goal' | 'better', value: unknown) => {
    const { [name]: _before, ...rest } = tile;
    // The fields below give what the schema takes for each.
    onChange((value === undefined ? rest : { ...rest, [name]: value }) as Tile);
  };
  return (
    <>
      <TextField
        label="Column"
        text={column}
        onChange={(text) => withField('column', text === '' ? undefined : text)}
        placeholder="The first number"
        maxLength={200}
      />
      <SelectField
        label="Which way is well"
        value={better}
        options={betterWords}
        onChange={(value) => withField('better', value === '' ? undefined : value)}
      />
      <TextField
        label="Goal"
        text={goal === undefined ? '' : String(goal)}
        onChange={(text) => {
          const number = Number(text);
          if (text === '') withField('goal', undefined);
          else if (Number.isFinite(number)) withField('goal', number);
        }}
        placeholder="None"
      />
    </>
  );
}
