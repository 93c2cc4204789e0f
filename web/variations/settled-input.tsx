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
  // Kept here, for the page is drawn again meanwhile.
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
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
