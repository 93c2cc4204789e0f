// What Google keeps for the person at the keyboard, in all of their spreadsheets: only their executions read it.

/** What was kept by the name; null where nothing was. */
export function ownText(name: string): string | null {
  return PropertiesService.getUserProperties().getProperty(name);
}

/** Keeps a text by its name. */
export function keepOwnText(name: string, text: string): void {
  PropertiesService.getUserProperties().setProperty(name, text);
}

/** The names of all that is kept. */
export function ownNames(): string[] {
  return PropertiesService.getUserProperties().getKeys();
}

/** Forgets what was kept by the name. */
export function forgetOwnText(name: string): void {
  PropertiesService.getUserProperties().deleteProperty(name);
}
