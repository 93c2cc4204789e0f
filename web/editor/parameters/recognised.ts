// The parameters that a text uses, as it is typed: those configured, and a guess at each of the others.
import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { Parameter } from '../../../domain/contract/parameter.ts';

/**
 * The names behind a `:` outside of strings and comments, in order, each once. The server's own scanner
 * decides in the end; this only follows the typing.
 */
export function namesIn(state: EditorState): string[] {
  const text = state.sliceDoc();
  const tree = syntaxTree(state);
  const names = new Set<string>();
  for (const match of text.matchAll(/(?<![:\w\])"']):([a-z][a-z0-9_]*)/g)) {
    const at = match.index + 1;
    if (!/String|Comment|QuotedIdentifier/.test(tree.resolveInner(at, 1).name)) {
      names.add(match[1] ?? '');
    }
  }
  return [...names];
}

/** The configured parameters in the text's order with guesses between them, and those that it does not use. */
export function parametersFor(
  names: readonly string[],
  configured: readonly Parameter[],
  guesses: readonly Parameter[],
): { used: Parameter[]; unused: Parameter[] } {
  const find = (list: readonly Parameter[], name: string) => list.find((one) => one.name === name);
  const used = names.map(
    (name): Parameter =>
      find(configured, name) ?? find(guesses, name) ?? { name, type: guessFromName(name) },
  );
  return { used, unused: configured.filter(({ name }) => !names.includes(name)) };
}

function guessFromName(name: string): Parameter['type'] {
  if (/(^|_)(since|until|day|date)$|^(from|to)_(day|date)$/.test(name)) return 'date';
  return /^(top|limit|minimum|maximum|min|max)(_|$)/.test(name) ? 'number' : 'text';
}
