// The value that a condition compares with: typed, or picked among those that stand in the column.
import { useId, useState } from 'preact/hooks';
import { Combobox, type Option } from '../fields/combobox.tsx';
import { useGiven } from './settled-input.tsx';

interface Props {
  label: string;
  value: string;
  invalid: boolean;
  /** The values that stand in the column, the most frequent first. */
  valuesIn: () => Promise<string[]>;
  onSettled: (text: string) => void;
}

export function ValueField({ label, value, invalid, valuesIn, onSettled }: Props) {
  const id = useId();
  const [text, setText] = useGiven(value);
  const { options, isLoading, load } = useOffered(valuesIn);
  return (
    <div
      class="selection-value"
      onFocusIn={load}
      // Bubbles from the field once the person has left it: what is half written asks nothing.
      onChange={({ target }) => target instanceof HTMLInputElement && onSettled(target.value)}
    >
      <label class="unseen" for={id}>
        {label}
      </label>
      <Combobox
        {...{ id, text, options, invalid }}
        loading={isLoading}
        placeholder={isLoading ? 'Looking up its values…' : 'Type or pick a value'}
        onText={setText}
        onPick={({ value: picked }) => {
          setText(picked);
          onSettled(picked);
        }}
      />
    </div>
  );
}

// Asked for once somebody looks: it runs the query.
function useOffered(valuesIn: Props['valuesIn']) {
  const [options, setOptions] = useState<Option[] | 'loading' | null>(null);
  const load = () => {
    if (options !== null) return;
    setOptions('loading');
    valuesIn().then(
      (values) => setOptions(values.map((value) => ({ value, label: value }))),
      // Whoever knows the value types it.
      () => setOptions([]),
    );
  };
  const isLoading = options === 'loading';
  return { options: Array.isArray(options) ? options : [], isLoading, load };
}
