// Keeps long texts in Google's cache of the spreadsheet, in pieces, for six hours: they take no cell,
// and nobody sees them.

/** As long as Google's cache keeps anything. */
export const KEPT_HOURS = 6;
/** A value of the cache holds 100 KB; a character takes at most three bytes. */
const PIECE_CHARACTERS = 33_000;
/** Google's cache gives no more values. */
const MOST_PIECES = 1000;

/** Keeps a text by its name, instead of what was kept by it. */
export function keepText(name: string, text: string): void {
  const pieces: Record<string, string> = {};
  for (let from = 0; from < text.length; from += PIECE_CHARACTERS) {
    pieces[`${name} ${from / PIECE_CHARACTERS}`] = text.slice(from, from + PIECE_CHARACTERS);
  }
  pieces[name] = String(Math.ceil(text.length / PIECE_CHARACTERS));
  cache().putAll(pieces, KEPT_HOURS * 3600);
}

/** What was kept; null when it is not there any more. */
export function keptText(name: string): string | null {
  const kept = cache();
  const count = Number(kept.get(name) ?? 0);
  if (!(Number.isInteger(count) && count > 0 && count <= MOST_PIECES)) return null;
  const keys = Array.from({ length: count }, (_, index) => `${name} ${index}`);
  const pieces = kept.getAll(keys) as Record<string, string>;
  const text = keys.map((key) => pieces[key] ?? '');
  return text.includes('') ? null : text.join('');
}

/** What a kept text holds as JSON; null when it is none, for it may have been changed since. */
export function parsedOrNull(text: string | null): unknown {
  try {
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

/** Forgets a text. */
export function forgetText(name: string): void {
  cache().remove(name);
}

// Null where a clock's trigger runs outside of its spreadsheet; the names hold the range's own id.
function cache(): GoogleAppsScript.Cache.Cache {
  return CacheService.getDocumentCache() ?? CacheService.getScriptCache();
}
