// What is searched and filtered: read from the catalog's address, and written into it.
import { useEffect, useRef, useState } from 'preact/hooks';
import { goTo } from '../frame/location.ts';
import { addressOf, askedFrom, type Filter } from './catalog-address.ts';

// Safari refuses more than a hundred changes of the address in half a minute.
const addressPauseMs = 400;

/** A search takes the place of the one before in the browser's history; a filter is a step that Back undoes. */
export function useAsked(address: string) {
  const asked = askedFrom(address);
  const [search, setSearch] = useState(asked.search);
  const written = useRef(asked.search);
  useEffect(() => {
    if (search.trim() === written.current) return;
    const timer = setTimeout(() => {
      written.current = search.trim();
      goTo(addressOf({ search, filter: asked.filter }), { replace: true });
    }, addressPauseMs);
    return () => clearTimeout(timer);
  }, [search, address]);
  // Back, Forward, and links to the catalog.
  useEffect(() => {
    if (asked.search === written.current) return;
    written.current = asked.search;
    setSearch(asked.search);
  }, [asked.search]);
  const setFilter = (filter: Filter) => {
    written.current = search.trim();
    goTo(addressOf({ search, filter }));
  };
  return { search, setSearch, filter: asked.filter, setFilter };
}
