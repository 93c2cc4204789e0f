// Long texts made of pieces.

/** The pieces, one after the other. */
export const times = (count: number, piece: (index: number) => string, between = ''): string =>
  Array.from({ length: count }, (_, index) => piece(index)).join(between);

/** One within another, each made of the one within by `step`. */
export const nest = (depth: number, step: (within: string) => string, first: string): string => {
  let sql = first;
  for (let level = 0; level < depth; level++) sql = step(sql);
  return sql;
};
