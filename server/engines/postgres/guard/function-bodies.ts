// Reads what a function of an extension is written in, SQL or a procedural language: what it does and what it calls.

// Comments, and strings, which nothing runs where no EXECUTE does.
const NOT_CODE = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g;
const CHANGES =
  /\b(insert|update|delete|merge|truncate|create|alter|drop|grant|revoke|lock|copy|call|notify|listen|set|commit|rollback|refresh)\b/i;
// What shows other sessions' statements, or secrets (text-guard.ts).
const TELLS =
  /\bpg_(stat_activity|stat_statements|authid|shadow|user_mappings?|largeobject|statistic)\b/i;
// What stays in a session, whatever its transaction's end and DISCARD ALL do.
const STAYS = /\b(dblink|hll_set)\w*\s*\(/i;
const CALL = /(?<![a-z0-9_])([a-z_][a-z0-9_]*)\s*\(/gi;

/** What the text does that no query may, as the end of a sentence about its function; null for nothing. */
export function deedOf(source: string): string | null {
  const code = source.replace(NOT_CODE, ' ');
  if (/\bexecute\b/i.test(code)) return 'runs SQL that it puts together';
  const told = TELLS.exec(code);
  if (told !== null) return `reads ${told[0]}`;
  const change = CHANGES.exec(code);
  return change === null ? null : `has a statement with ${change[0].toUpperCase()}`;
}

/** Whether something that the text does may stay in the session. */
export function leavesSomething(source: string): boolean {
  return STAYS.test(source) || /\bexecute\b/i.test(source);
}

/** The names, in lower case, that are called in the text; words of the grammar may be among them. */
export function namesCalled(source: string): Set<string> {
  const code = source.replace(NOT_CODE, ' ');
  return new Set([...code.matchAll(CALL)].map(([, name = '']) => name.toLowerCase()));
}
