// A JSON value as a tree whose branches open and close.

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The value that a text of JSON holds, if it holds others; null: the text is to be shown as it is. */
export function branchesOf(text: string): Json[] | { [key: string]: Json } | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** Deeper and longer ones begin closed. */
const openDepth = 2;
const openEntries = 50;
/** More would make the browser wait; all of them are in the text. */
const shownAtMost = 500;

export function JsonTree({ value, depth = 0 }: { value: Json; depth?: number }) {
  if (value === null || typeof value !== 'object') {
    return <span class={value === null ? 'null' : ''}>{JSON.stringify(value)}</span>;
  }
  const entries = Object.entries(value);
  const name = Array.isArray(value) ? `[ ${entries.length} ]` : `{ ${entries.length} }`;
  if (entries.length === 0) return <span>{name}</span>;
  return (
    <details class="json" open={depth < openDepth && entries.length <= openEntries}>
      <summary>{name}</summary>
      <ul>
        {entries.slice(0, shownAtMost).map(([key, child]) => (
          <li>
            <b>{key}</b>: <JsonTree value={child} depth={depth + 1} />
          </li>
        ))}
        {entries.length > shownAtMost && <li>… and {entries.length - shownAtMost} more</li>}
      </ul>
    </details>
  );
}
