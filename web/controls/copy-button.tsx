// A button that puts a text into the clipboard and says so.
import { useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';

interface Props {
  label: string;
  /** What is copied, for screen readers, where the label does not say it. */
  name?: string;
  icon: 'link' | 'copy';
  text: () => string;
}

export function CopyButton({ label, name, icon, text }: Props) {
  const [told, setTold] = useState<string | null>(null);
  const copy = () => {
    const tell = (words: string) => {
      setTold(words);
      setTimeout(() => setTold(null), 2000);
    };
    navigator.clipboard.writeText(text()).then(
      () => tell('Copied'),
      () => tell('The browser refused'),
    );
  };
  return (
    <button type="button" class="button compact" onClick={copy}>
      <Icon name={icon} />
      <span aria-live="polite">{told ?? label}</span>
      {name && <span class="unseen"> {name}</span>}
    </button>
  );
}
