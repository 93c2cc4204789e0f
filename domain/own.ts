// Looks into objects by names that come from outside.

/** What the object itself holds by this name; what every object inherits (`constructor`, `__proto__`) is not in it. */
export function own<T>(object: Readonly<Record<string, T>>, name: string): T | undefined {
  // Not Object.hasOwn: Google does not tell whether Apps Script knows it.
  return Object.prototype.hasOwnProperty.call(object, name) ? object[name] : undefined;
}
