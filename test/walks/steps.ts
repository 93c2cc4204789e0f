// A page of docs/ that is a walk: its numbered steps, which a test walks in the same words.
import { expect } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../server/root.ts';

/** The text of a page, or of another file of the product. */
export function page(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** The first sentence in bold of each numbered step of the page. */
export function stepsOf(file: string): string[] {
  return [...page(file).matchAll(/^\d+\. \*\*(.+?)\*\*/gm)].map(([, step]) => step ?? '');
}

/** What stands in the page's blocks of code, in their order. */
export function blocksOf(file: string): string[] {
  return [...page(file).matchAll(/^ *```\w*\n([\s\S]*?)^ *```$/gm)].map(([, block]) =>
    (block ?? '').replace(/^ {3}/gm, ''),
  );
}

/** Walks the page: it must have exactly these steps, each of which is then done. */
export async function walk(
  file: string,
  steps: Record<string, () => Promise<void>>,
): Promise<void> {
  expect(stepsOf(file)).toEqual(Object.keys(steps));
  for (const step of Object.values(steps)) await step();
}
