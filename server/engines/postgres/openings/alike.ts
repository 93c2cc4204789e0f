// Whether two trees say the same, wherever in their texts it stands.

/** The tree without its places. */
export function bare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bare);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => !isPlace(key))
      .map(([key, value]) => [key, bare(value)]),
  );
}

const isPlace = (key: string) => key.endsWith('location') || PLACES.has(key);

const PLACES = new Set(['stmt_len', 'list_start', 'list_end']);
