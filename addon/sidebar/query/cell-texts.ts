// What the cells show that a form takes its values from, and which choices they were found to mean.
import { useEffect, useState } from 'preact/hooks';
import type { ChoiceMatch } from '../../../domain/contract/result.ts';
import { own } from '../../../domain/own.ts';
import type { Entries } from '../../../ui/entries.ts';
import { call } from '../server.ts';

const shownAtMost = 3;

/** Words for the chip of a place: what stands there, and what it was matched to where it says it otherwise. */
export function useCellTexts(entries: Entries, matches: readonly ChoiceMatch[] = []) {
  const [texts, setTexts] = useState<Record<string, string[] | null>>({});
  const places = Object.values(entries).flatMap((entry) =>
    entry.from === 'cell' ? [entry.place] : [],
  );
  const key = places.join('\n');
  useEffect(() => {
    if (places.length === 0) return undefined;
    let isLast = true;
    const read = () => {
      void call('readCells', { places }).then(
        (now) => isLast && setTexts(now),
        () => undefined,
      );
    };
    read();
    // The person may have typed into the cell meanwhile.
    addEventListener('focus', read);
    return () => {
      isLast = false;
      removeEventListener('focus', read);
    };
  }, [key, matches]);
  return (place: string, parameter: string): string | null => {
    const found = own(texts, place);
    if (found === undefined) return null;
    if (found === null) return 'the cell is gone';
    if (found.length === 0) return 'empty';
    const words = found.slice(0, shownAtMost).map((text) => {
      const match = matches.find((one) => one.parameter === parameter && one.given === text);
      if (!match) return text;
      return match.value === null
        ? `${text} (no such choice)`
        : `${text} → ${match.label ?? match.value}`;
    });
    const more = found.length - words.length;
    return more > 0 ? `${words.join(', ')} and ${more} more` : words.join(', ');
  };
}
