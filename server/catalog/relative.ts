// Whether a text reads as a relative date, until values are resolved for a run.
/** TEMPORARY until domain/relative-date.ts is there. */
export function isRelativeDate(text: string): boolean {
  return /^[a-z0-9 ]+$/i.test(text) && /[a-z]/i.test(text);
}
