// The catalog's search; / leads here from every page, and Esc from the list.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';

interface Props {
  search: string;
  onSearch: (search: string) => void;
}

export function SearchField({ search, onSearch }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    // On a phone the keyboard would cover the list that people came for.
    if (matchMedia('(min-width: 700px)').matches) input.current?.focus();
  }, []);
  return (
    <div class="search" role="search">
      <Icon name="search" />
      <input
        ref={input}
        id="search"
        class="input"
        type="search"
        aria-label="Search queries"
        placeholder="Search queries"
        autocomplete="off"
        value={search}
        onInput={(event) => onSearch(event.currentTarget.value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </div>
  );
}
