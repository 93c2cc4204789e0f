// Which choice a text means: as people write names and numbers, forgiving what makes no difference.
import type { ChoiceMatch } from './contract/result.ts';
import type { Choice } from './contract/parameter.ts';

/** What a text means: one choice, one of several alike, or none. */
export type Meant = { found: Choice } | { found: null; alike: readonly Choice[] };

/** Choices that are named where a text is none. */
const MOST_NAMED = 3;
/** Of a longer text only the beginning counts. */
const LONGEST = 200;
/** A longer text is compared with no other letter by letter. */
const LONGEST_COMPARED = 40;

/** A function that finds the choice which a text means: by value, by label, without case and accents, without zeros in front. */
export function choiceFinder(choices: readonly Choice[]): (text: string) => Meant {
  const ways = [(text: string) => text.slice(0, LONGEST).trim(), folded, withoutZeros].map(
    (form) => ({
      form,
      values: grouped(choices, ({ value }) => form(value)),
      labels: grouped(choices, ({ value, label }) => form(label ?? value)),
    }),
  );
  return (text) => {
    for (const { form, values, labels } of ways) {
      const written = form(text);
      for (const found of [values.get(written), labels.get(written)]) {
        const [first, ...others] = found ?? [];
        if (first === undefined) continue;
        if (others.every(({ value }) => value === first.value)) return { found: first };
        return { found: null, alike: found ?? [] };
      }
    }
    return { found: null, alike: [] };
  };
}

/** Which choices were meant by what was written otherwise, in sentences. */
export function meantWords(matches: readonly ChoiceMatch[] = []): string[] {
  const known = new Map<string, string[]>();
  for (const { parameter, given, value, label } of matches) {
    if (value === null) continue;
    const called = label === null || label === value ? value : `${label} (${value})`;
    known.set(parameter, [...(known.get(parameter) ?? []), `“${given}” is ${called}`]);
  }
  return [...known].map(([parameter, words]) => `${wordsOf(parameter)}: ${someOf(words)}.`);
}

/** What was written and is none of the choices, in sentences. */
export function leftOutWords(matches: readonly ChoiceMatch[] = []): string[] {
  const known = new Map<string, string[]>();
  for (const { parameter, given, value } of matches) {
    if (value === null) known.set(parameter, [...(known.get(parameter) ?? []), `“${given}”`]);
  }
  return [...known].map(
    ([parameter, words]) =>
      `${wordsOf(parameter)}: ${someOf(words)} ${words.length === 1 ? 'is' : 'are'} none of the choices and left out.`,
  );
}

function wordsOf(parameter: string): string {
  const words = parameter.replace(/_/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function someOf(words: readonly string[]): string {
  const rest = words.length - MOST_NAMED;
  const named = words.slice(0, MOST_NAMED).join(', ');
  return rest > 0 ? `${named} and ${rest} more` : named;
}

function grouped(
  choices: readonly Choice[],
  formOf: (choice: Choice) => string,
): ReadonlyMap<string, Choice[]> {
  const groups = new Map<string, Choice[]>();
  for (const choice of choices) {
    const form = formOf(choice);
    const group = groups.get(form);
    if (group) group.push(choice);
    else groups.set(form, [choice]);
  }
  return groups;
}

/** A text as it is compared: without case, accents and spaces that make no difference. */
function folded(text: string): string {
  return text
    .slice(0, LONGEST)
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .join(' ');
}

// Cells lose the zeros in front of a number: 00145 and 145 are one.
function withoutZeros(text: string): string {
  const plain = folded(text);
  return /^\d+$/.test(plain) ? plain.replace(/^0+(?=\d)/, '') : plain;
}

/** The choices that look most like a text that is none. */
export function nearestChoices(choices: readonly Choice[], text: string): Choice[] {
  const wanted = folded(text);
  if (wanted === '' || wanted.length > LONGEST_COMPARED) return [];
  const most = Math.max(1, Math.floor(wanted.length / 3));
  return choices
    .map((choice) => {
      const forms = [choice.label ?? choice.value, choice.value].map(folded);
      return { choice, distance: Math.min(...forms.map((form) => distance(wanted, form, most))) };
    })
    .filter(({ distance: found }) => found <= most)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MOST_NAMED)
    .map(({ choice }) => choice);
}

// A part of a name is near it; else the letters that differ are counted (Levenshtein), no more than `most`.
function distance(wanted: string, form: string, most: number): number {
  if (wanted.length >= 3 && form.includes(wanted)) return 0;
  if (form.length >= 3 && wanted.includes(form)) return 0;
  if (Math.abs(wanted.length - form.length) > most) return Infinity;
  let before = Array.from({ length: form.length + 1 }, (_, index) => index);
  for (let row = 1; row <= wanted.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= form.length; column += 1) {
      const same = wanted[row - 1] === form[column - 1] ? 0 : 1;
      now.push(
        Math.min(
          (before[column] ?? 0) + 1,
          (now[column - 1] ?? 0) + 1,
          (before[column - 1] ?? 0) + same,
        ),
      );
    }
    if (Math.min(...now) > most) return Infinity;
    before = now;
  }
  return before[form.length] ?? Infinity;
}
