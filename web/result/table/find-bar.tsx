// The field that finds in a table: how many there are, and from one to the next.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Found } from './find.ts';

export interface FindBarProps {
  text: string;
  onText: (text: string) => void;
  found: Found;
  /** Which of those found is the active cell; counts from 0, -1: none. */
  at: number;
  onStep: (by: 1 | -1) => void;
  onClose: () => void;
}

export function FindBar({ text, onText, found, at, onStep, onClose }: FindBarProps) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.select(), []);
  return (
    <form
      class="find-bar"
      role="search"
      aria-label="Find in the table"
      onSubmit={(event) => event.preventDefault()}
    >
      <input
        ref={field}
        class="input"
        type="search"
        aria-label="Find in the table"
        placeholder="Find in the table"
        value={text}
        onInput={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          else if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span class="quiet" role="status">
        {text !== '' && words(found, at)}
      </span>
      <button type="button" class="button compact" onClick={onClose}>
        Done
      </button>
    </form>
  );
}

function words({ spots, isWhole }: Found, at: number): string {
  const count = `${spots.length.toLocaleString()}${isWhole ? '' : '…'}`;
  if (spots.length === 0) return isWhole ? 'Not found' : 'Looking…';
  return at < 0 ? `${count} found` : `${(at + 1).toLocaleString()} of ${count}`;
}
