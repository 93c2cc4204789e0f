// The labels of choices that a query gives, as far as this sidebar has learnt them.
import { useCallback, useRef, useState } from 'preact/hooks';
import type { Choice } from '../../../domain/contract/parameter.ts';
import { own } from '../../../domain/own.ts';
import type { LinkedRangeView } from '../../sidebar-functions.ts';
import { call } from '../server.ts';

export interface ChoiceLabels {
  /** The choices of a query's parameter; nothing while they are not known. */
  known: (slug: string, parameter: string) => readonly Choice[];
  /** Asks the add-on for the choices, and remembers them. */
  load: (slug: string, parameter: string) => Promise<Choice[]>;
  /** Learns the labels that a linked range's values need, unless they are known or were asked for. */
  learn: (range: LinkedRangeView) => void;
}

const keyOf = (slug: string, parameter: string) => `${slug} ${parameter}`;

export function useChoiceLabels(): ChoiceLabels {
  const [choices, setChoices] = useState<Record<string, Choice[]>>({});
  const asked = useRef(new Set<string>());
  // One after the other: Google runs at most so many calls of a person at once.
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const load = useCallback(async (slug: string, parameter: string) => {
    asked.current.add(keyOf(slug, parameter));
    const { choices: loaded } = await call('listChoices', { slug, parameter });
    setChoices((before) => ({ ...before, [keyOf(slug, parameter)]: loaded }));
    return loaded;
  }, []);
  const learn = useCallback(({ slug, parameters, values }: LinkedRangeView) => {
    for (const { name, choices: given } of parameters) {
      const source = own(values, name);
      const shown = source?.from === 'value' && source.value !== null;
      if (!given || Array.isArray(given) || !shown || asked.current.has(keyOf(slug, name)))
        continue;
      asked.current.add(keyOf(slug, name));
      // Without its label a value is shown as it is.
      queue.current = queue.current.then(() => load(slug, name).catch(() => undefined));
    }
  }, []);
  return { known: (slug, parameter) => choices[keyOf(slug, parameter)] ?? [], load, learn };
}
