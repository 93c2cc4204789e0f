// Writes a query as the text of a catalog file, so that reading it gives the same query again.
import type { Person, QueryParent } from '../../../domain/contract/query.ts';
import { Problem } from '../../../domain/problem.ts';
import { HEADER_TOO_LONG, HeaderTooMuch, MAX_HEADER_BYTES, writeYaml } from './header-thread.ts';
import type { WholeContent } from './known-query.ts';

/** What a file holds besides the content. */
export interface Origin {
  owner: Person | null;
  parent: QueryParent | null;
}

/**
 * The header with its comment marks; what has its default is left out. Throws Problem invalid_request when it
 * is longer than a file's header may be.
 */
export async function headerText(content: WholeContent, origin: Origin): Promise<string> {
  const header = headerOf(content, origin);
  if (Buffer.byteLength(JSON.stringify(header)) > MAX_HEADER_BYTES) throw tooLong();
  const yaml = await writeYaml(header).catch((error: unknown) => {
    throw error instanceof HeaderTooMuch ? tooLong() : error;
  });
  const text = `/*---\n${yaml}---*/`;
  if (Buffer.byteLength(text) > MAX_HEADER_BYTES) throw tooLong();
  return text;
}

function tooLong(): Problem {
  return new Problem('invalid_request', `The query cannot be saved. ${HEADER_TOO_LONG}`);
}

/** The whole file. */
export function fileText(header: string, sql: string): string {
  return `${header}\n${sql}\n`;
}

function headerOf(content: WholeContent, { owner, parent }: Origin): Record<string, unknown> {
  const { title, description, tags, source, formerly, status, use, chart, key } = content;
  const { variations } = content;
  return {
    title,
    ...(description === '' ? {} : { description }),
    ...(tags.length === 0 ? {} : { tags }),
    source,
    ...(status === 'published' ? {} : { status }),
    ...(use === null ? {} : { use }),
    ...(owner === null || owner.email === ''
      ? {}
      : { owner: { name: owner.name, email: owner.email } }),
    ...(formerly.length === 0 ? {} : { formerly }),
    ...(parent === null ? {} : { parent }),
    ...named('parameters', content.parameters),
    ...named('columns', content.columns),
    ...(key.length === 0 ? {} : { key }),
    ...(Object.keys(variations).length === 0 ? {} : { variations }),
    ...(chart === null ? {} : { chart }),
  };
}

function named(key: string, items: readonly { name: string }[]): Record<string, unknown> {
  if (items.length === 0) return {};
  return { [key]: Object.fromEntries(items.map(({ name, ...rest }) => [name, rest])) };
}
