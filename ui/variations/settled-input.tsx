// A field whose text acts once the person has left it: what is half written asks the database nothing.
import { useEffect, useState } from 'preact/hooks';

interface Props {
  value: string;
  onSettled: (text: string) => void;
  class?: string;
  inputMode?: 'numeric';
  placeholder?: string | undefined;
  'aria-label'?: string;
  'aria-invalid'?: boolean;
}

export function SettledInput({ value, onSettled, ...input }: Props) {
  const [text, setText] = useGiven(value);
  return (
    <input
      class="input"
      type="text"
      {...input}
      value={text}
      onInput={({ currentTarget }) => setText(currentTarget.value)}
      onChange={({ currentTarget }) => onSettled(currentTarget.value)}
    />
  );
}

/** A text that is kept while it is typed, for the forms are drawn again meanwhile; another `value` takes its place. */
export function useGiven(value: string): [string, (text: string) => void] {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return [text, setText];
}
