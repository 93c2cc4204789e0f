// What the editor offers while one types: behind a colon the query's parameters, else what begins like the word.
import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  completionStatus,
  selectedCompletion,
  selectedCompletionIndex,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
} from '@codemirror/autocomplete';
import { keywordCompletionSource, PostgreSQL, schemaCompletionSource } from '@codemirror/lang-sql';
import { Prec, type EditorState, type Extension } from '@codemirror/state';
import { keymap, type EditorView } from '@codemirror/view';
import type { SourceSchema } from '../../../../domain/contract/schema.ts';
import { namesIn } from '../../parameters/recognised.ts';
import { isCode } from './grouped.ts';
import { functionSource, joinSource, scopeSource, valueSource } from './offers.ts';
import { namespaceOf } from './schema-names.ts';

/** Completion for a source's schema. Enter takes an offer only where it begins like what was typed, or was gone to. */
export function completionFor(schema: SourceSchema | null): Extension {
  return [
    Prec.highest(keymap.of([{ key: 'Enter', run: takeOrLeave }])),
    autocompletion({
      // The kinds' icons are letters that many fonts lack.
      icons: false,
      override: [
        parameterSource,
        ...(schema ? [valueSource(schema)] : []),
        merged(sourcesOf(schema)),
      ],
    }),
  ];
}

function sourcesOf(schema: SourceSchema | null): CompletionSource[] {
  const words = keywordCompletionSource(PostgreSQL);
  const keywords: CompletionSource = (context) =>
    context.matchBefore(/\.\w*/) ? null : words(context);
  if (schema === null) return [keywords];
  const defaultSchema = schema.searchPath[0] ?? 'public';
  const names = schemaCompletionSource({
    dialect: PostgreSQL,
    schema: namespaceOf(schema),
    defaultSchema,
  });
  return [joinSource(schema), scopeSource(schema), functionSource(schema), names, keywords];
}

// Behind a single colon stands a parameter, behind two a type.
const COLON = /(?<!:):(\w*)$/;

/** The parameters that the text has elsewhere. */
function parameterSource(context: CompletionContext): CompletionResult | null {
  const typed = context.matchBefore(/:\w*/);
  if (typed === null || !COLON.test(context.state.sliceDoc(typed.from - 1, context.pos)))
    return null;
  const rest = context.state.update({ changes: { from: typed.from, to: context.pos } }).state;
  const from = typed.from + 1;
  const word = typed.text.slice(1);
  const options = namesIn(rest)
    .filter((name) => name.startsWith(word) && name !== word)
    .map((name): Completion => ({ label: name, type: 'variable', detail: 'parameter' }));
  return options.length === 0 ? null : { from, options, filter: false };
}

/** One list of what several sources offer for the same word: what begins like it first, then whose parts do. */
function merged(sources: readonly CompletionSource[]): CompletionSource {
  return async (context) => {
    const before = context.state.sliceDoc(Math.max(0, context.pos - 100), context.pos);
    if (COLON.test(before) || !isCode(context.state.sliceDoc(), context.pos)) return null;
    const results = await Promise.all(sources.map(async (source) => source(context)));
    return offeredBy(results, context);
  };
}

function offeredBy(
  results: readonly (CompletionResult | null)[],
  context: CompletionContext,
): CompletionResult | null {
  const there = results.filter((result) => result !== null);
  if (there.length === 0) return null;
  const from = Math.max(...there.map((result) => result.from));
  const typed = context.state.sliceDoc(from, context.pos).replace(/^"/, '');
  const offered = there
    .filter((result) => result.from === from)
    .flatMap(({ options }) => options.map((option) => inCaseOf(typed, option)));
  const options = matchesOf(offered, typed);
  return options.length === 0 ? null : { from, options, filter: false };
}

// Whoever writes SELECT wants FROM.
function inCaseOf(typed: string, option: Completion): Completion {
  const isUpper = /^[A-Z][A-Z_]+$/.test(typed);
  const isWord =
    option.type === 'keyword' || (option.type === 'type' && option.detail === undefined);
  return isUpper && isWord ? { ...option, label: option.label.toUpperCase() } : option;
}

/** The options that a word begins, or a part of them, each once; none where it is written out already. */
export function matchesOf(options: readonly Completion[], typed: string): Completion[] {
  const ranked = new Map<string, { option: Completion; rank: number }>();
  for (const option of options) {
    const rank = rankOf(option.label, typed);
    if (rank !== null && !ranked.has(option.label)) ranked.set(option.label, { option, rank });
  }
  return [...ranked.values()]
    .sort(
      (one, other) => one.rank - other.rank || (other.option.boost ?? 0) - (one.option.boost ?? 0),
    )
    .map(({ option }) => option);
}

function rankOf(label: string, typed: string): number | null {
  const name = label.toLowerCase();
  const word = typed.toLowerCase();
  if (name === word) return null;
  if (name.startsWith(word)) return 0;
  return name.split(/[_\s.]/).some((part) => part.startsWith(word)) ? 1 : null;
}

function takeOrLeave(view: EditorView): boolean {
  const { state } = view;
  if (completionStatus(state) !== 'active') return false;
  const option = selectedCompletion(state);
  const wasGoneTo = (selectedCompletionIndex(state) ?? 0) > 0;
  const word = wordBefore(state);
  if (option && (wasGoneTo || (word !== '' && rankOf(option.label, word) === 0))) {
    return acceptCompletion(view);
  }
  closeCompletion(view);
  return false;
}

function wordBefore(state: EditorState): string {
  const { head } = state.selection.main;
  const word = state.wordAt(head);
  return word === null ? '' : state.sliceDoc(word.from, head);
}
