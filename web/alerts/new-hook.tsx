// Makes an incoming webhook for this query, or for all that share a tag with it.
import { useState } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { ChecksField } from '../controls/checks-field.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { ask } from '../frame/ask.ts';

interface Props {
  query: SavedQuery;
  onClose: () => void;
  onMade: (url: string) => void;
}

export function NewHook({ query: { slug, title, tags }, onClose, onMade }: Props) {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const save = async () => {
    // Whoever chooses a tag of the query chooses the query with it.
    const queries = chosen.length === 0 ? [slug] : [];
    const { url } = await ask('POST hooks', { body: { name, queries, tags: chosen } });
    onMade(url);
  };
  return (
    <ActionDialog
      title="A new incoming webhook"
      action={{ label: 'Make it', run: save, disabled: name.trim() === '' }}
      onClose={onClose}
    >
      <TextField
        label="Name"
        text={name}
        placeholder="Nightly load"
        required
        maxLength={100}
        onChange={setName}
      />
      {tags.length > 0 && (
        <ChecksField
          legend="For every query with the tag"
          hint={`None: for “${title}” alone.`}
          options={tags.map((tag) => [tag, tag])}
          chosen={chosen}
          onChange={setChosen}
        />
      )}
    </ActionDialog>
  );
}
