// How a result says in which lists a row stands that were kept as sent.

/** Between two lists, the latest first; no purpose holds it. */
export const BETWEEN_LISTS = '; ';
