// Names another query: found by its title as one types, kept as its slug.
import { useState } from 'preact/hooks';
import { Combobox } from '../../ui/fields/combobox.tsx';
import { Field } from '../../ui/fields/field.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { ask } from '../frame/ask.ts';

interface Props {
  label: string;
  /** The slug; nothing where none is named. */
  slug: string;
  onChange: (slug: string) => void;
}

export function QueryField({ label, slug, onChange }: Props) {
  const [typed, setTyped] = useState('');
  const [found] = useLoaded(typed, async () => {
    const { queries } = await ask('GET queries', { query: { search: typed, limit: 100 } });
    return queries.map((query) => ({ value: query.slug, label: query.title }));
  });
  const options = found.state === 'done' ? found.value : [];
  return (
    <Field label={label}>
      {(id) => (
        <Combobox
          id={id}
          text={options.find(({ value }) => value === slug)?.label ?? slug}
          options={options}
          onPick={({ value }) => onChange(value)}
          onText={(text) => {
            setTyped(text);
            onChange(text.trim());
          }}
          placeholder="Search queries"
          loading={found.state === 'loading'}
        />
      )}
    </Field>
  );
}
