// Names as PostgreSQL reads them where they are values of our own look-ups.

/** A relation, with its schema where the text says it. */
export function writtenName({ schema, name }: { schema: string | null; name: string }): string {
  return schema === null ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** As the text of a PostgreSQL array. */
export function textArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
}
