// The add-on's script as the build makes it for Google, made of what the sources are now.

/** The text of Code.js: one top-level function for each export of addon/main.ts. */
export function addonCode(): string {
  return scriptOf('addon/main.ts');
}

/** The text of a script that is made of a file in the same way. */
export function scriptOf(entry: string): string {
  return builtScript(entry);
}

declare global {
  /** In test/support/environment.mjs: esbuild does not start inside a test's context. */
  var builtScript: (entry: string) => string;
}
