// Which tabs of a spreadsheet are stacked as one table: those whose names are like a pattern, such as Onboarding 2026-*.

/** In a pattern it stands for any text, also for none. */
const ANY = '*';

/** Whether a tab's name is like the pattern. Part after part, for an expression of many stars could take for ever. */
export function isTabLike(pattern: string, tab: string): boolean {
  const [first = '', ...others] = pattern.split(ANY);
  const last = others.pop();
  if (last === undefined) return pattern === tab;
  if (!tab.startsWith(first) || !tab.endsWith(last)) return false;
  let at = first.length;
  for (const part of others) {
    const found = tab.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= tab.length - last.length;
}

/** A pattern that others of the tabs are like too, made of a tab's name by its last number; null where none is. */
export function proposedPattern(tab: string, tabs: readonly string[]): string | null {
  const [number] = tab.match(/\d+/g)?.slice(-1) ?? [];
  if (number === undefined) return null;
  const at = tab.lastIndexOf(number);
  const [before, after] = [tab.slice(0, at), tab.slice(at + number.length)];
  if (before.trim() === '') return null;
  const pattern = `${before}${ANY}${after}`;
  return tabs.filter((one) => isTabLike(pattern, one)).length > 1 ? pattern : null;
}
