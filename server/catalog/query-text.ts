// Writes a query as the text of a catalog file, so that reading it gives the same query again.
import { Document, isScalar, Scalar, visit } from 'yaml';
import type { Person, QueryParent } from '../../domain/contract/query.ts';
import type { WholeContent } from './known-query.ts';

/** What a file holds besides the content. */
export interface Origin {
  owner: Person | null;
  parent: QueryParent | null;
}

/** The header with its comment marks; what has its default is left out. */
export function headerText(content: WholeContent, origin: Origin): string {
  const document = new Document(headerOf(content, origin), { version: '1.2' });
  visit(document, {
    Scalar(_key, node) {
      // Within double quotes YAML has escapes, so that a comment mark is none.
      if (isScalar(node) && typeof node.value === 'string' && /\*\/|\/\*/.test(node.value)) {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  const yaml = document
    .toString({ lineWidth: 0, blockQuote: false })
    .replaceAll('*/', '\\x2A/')
    .replaceAll('/*', '/\\x2A');
  return `/*---\n${yaml}---*/`;
}

/** The whole file. */
export function fileText(header: string, sql: string): string {
  return `${header}\n${sql}\n`;
}

function headerOf(content: WholeContent, { owner, parent }: Origin): Record<string, unknown> {
  const { title, description, tags, source, formerly, status, use, chart } = content;
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
    ...(chart === null ? {} : { chart }),
  };
}

function named(key: string, items: readonly { name: string }[]): Record<string, unknown> {
  if (items.length === 0) return {};
  return { [key]: Object.fromEntries(items.map(({ name, ...rest }) => [name, rest])) };
}
