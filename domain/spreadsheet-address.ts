// The id of a spreadsheet in what a person pastes: its address, or the id itself.

/** developers.google.com/workspace/sheets/api/guides/concepts: letters, numbers, hyphens and underscores. */
const ID = /^[\w-]{1,200}$/;
/** With or without the number of the Google account that it was opened as. */
const ADDRESS = /^(?:https:\/\/)?docs\.google\.com\/spreadsheets\/(?:u\/\d+\/)?d\/([\w-]+)/;
/** What is published to the web has another id, by which nobody writes. */
const PUBLISHED = /\/spreadsheets\/(?:u\/\d+\/)?d\/e\//;

/** Null where the text is no spreadsheet's address and no id. */
export function spreadsheetIdIn(text: string): string | null {
  const given = text.trim();
  if (PUBLISHED.test(given)) return null;
  const id = ADDRESS.exec(given)?.[1] ?? given;
  return ID.test(id) ? id : null;
}
