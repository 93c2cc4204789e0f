// Makes a query's slug from its title.

// Letters that Unicode does not take apart into a letter of a to z and a mark.
const replacements: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
};
const maxLength = 80;

/** The slugs to try for a title, the best first, without end. */
export function* slugsFor(title: string): Generator<string> {
  const base = slugOf(title);
  yield base;
  for (let number = 2; ; number++) {
    const ending = `-${number}`;
    yield `${cut(base, maxLength - ending.length)}${ending}`;
  }
}

function slugOf(title: string): string {
  const letters = title
    .toLowerCase()
    .replace(/[ßæœøđðþłı]/g, (letter) => replacements[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  // A title in another script leaves nothing, or a stray digit, which would name nothing.
  return /[a-z]/.test(letters) ? cut(letters, maxLength) : 'query';
}

// At a word's end, where there is one.
function cut(slug: string, length: number): string {
  if (slug.length <= length) return slug;
  const short = slug.slice(0, length);
  const end = slug[length] === '-' ? length : short.lastIndexOf('-');
  return short.slice(0, end > 0 ? end : length).replace(/-$/, '');
}
