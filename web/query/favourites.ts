// A person's favourite queries, kept by the server.
import { useState } from 'preact/hooks';
import { ask } from '../frame/ask.ts';

/** Whether a query is a favourite: as the server said, until the person says otherwise here. */
export function useFavourite(slug: string, known: boolean): [boolean, () => void] {
  const [on, setOn] = useState(known);
  const toggle = () => {
    setOn(!on);
    // What could not be kept goes back to how it was.
    ask(on ? 'DELETE favourite' : 'PUT favourite', { params: { slug } }).catch(() => setOn(on));
  };
  return [on, toggle];
}
