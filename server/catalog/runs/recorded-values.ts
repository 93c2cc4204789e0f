// What is recorded of the values of a run: what a person would read of them. Values may be a megabyte, anybody may send
// them hundreds of times a minute, and the audit keeps them for a year.
import type { Values } from '../../../domain/contract/parameter.ts';

const TEXT_CHARACTERS = 2_000;
const LIST_ENTRIES = 200;
/** Of all values of a run; what comes after so many is left out. */
const RUN_CHARACTERS = 20_000;
/** Stands where something was left out. */
const MORE = '…';

type Value = Values[string];

/** The values, as they are unless they are too long to be kept. */
export function recordedValues(values: Values): Values {
  const recorded: [string, Value][] = [];
  let characters = 0;
  for (const [name, value] of Object.entries(values)) {
    const entry: [string, Value] = [shortened(name), recordedValue(value)];
    characters += JSON.stringify(entry).length;
    if (characters > RUN_CHARACTERS) return Object.fromEntries([...recorded, [MORE, MORE]]);
    recorded.push(entry);
  }
  return Object.fromEntries(recorded);
}

function recordedValue(value: Value): Value {
  if (!Array.isArray(value)) return typeof value === 'string' ? shortened(value) : value;
  const entries = value
    .slice(0, LIST_ENTRIES)
    .map((entry) => (typeof entry === 'string' ? shortened(entry) : entry));
  return value.length > LIST_ENTRIES ? [...entries, MORE] : entries;
}

function shortened(text: string): string {
  return text.length > TEXT_CHARACTERS ? text.slice(0, TEXT_CHARACTERS) + MORE : text;
}
