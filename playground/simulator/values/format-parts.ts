// A number format such as #,##0.00 or yyyy-mm-dd, cut into its sections and their parts.

/** A piece of a format: a pattern letter or placeholder, or text that stands as it is. */
export interface FormatPart {
  text: string;
  literal: boolean;
}

const piece =
  /"([^"]*)"|\\(.)|_(.)|\*(.)|\[(?:\$([^[\]-]*)(?:-[^[\]]*)?|([hms]+)|[^[\]]*)\]|am\/pm|a\/p|[ap]m\b|general|[#0?,.]+(?:E[+-]0+)?|([a-z])\7*|[^]/gi;

const parsedFormats = new Map<string, FormatPart[][]>();

/** The sections for positive, negative, zero and text, each cut into its parts. */
export function sectionsOf(format: string): FormatPart[][] {
  let sections = parsedFormats.get(format);
  if (!sections) parsedFormats.set(format, (sections = parseFormat(format)));
  return sections;
}

function parseFormat(format: string): FormatPart[][] {
  const sections: FormatPart[][] = [[]];
  for (const match of format.matchAll(piece)) {
    const [text, quoted, backslashed, space, , currency, elapsed, letter] = match;
    const literal = quoted ?? backslashed ?? currency ?? (space === undefined ? undefined : ' ');
    if (text === ';') sections.push([]);
    else if (literal !== undefined) sections.at(-1)?.push({ text: literal, literal: true });
    else if (elapsed !== undefined) sections.at(-1)?.push({ text, literal: false });
    else if (!text.startsWith('[') && !text.startsWith('*')) {
      sections.at(-1)?.push({ text, literal: !isPattern(text, letter) });
    }
  }
  return sections;
}

function isPattern(text: string, letter: string | undefined): boolean {
  if (/^(am\/pm|a\/p|[ap]m|general)$/i.test(text)) return true;
  return letter === undefined ? /^[#0?.,]+(E[+-]0+)?$|^[%@]$/i.test(text) : /[ymdhs]/i.test(letter);
}

export const isDatePart = ({ text, literal }: FormatPart) =>
  !literal && (/^[ymdhs]+$/i.test(text) || text.startsWith('['));

/** Whether numbers in this format are dates or times to getValue. */
export function isDateFormat(format: string): boolean {
  return format !== '' && format !== '@' && (sectionsOf(format)[0] ?? []).some(isDatePart);
}
