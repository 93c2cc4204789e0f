// "How this query works": a statement said in plain sentences, part by part, by its parse tree. What cannot be said simply is shown.
import type { Parameter } from '../../../../domain/contract/parameter.ts';
import type { Mark, Part, Sentences } from '../../../../domain/contract/teaching/sentences.ts';
import type { Dissection, Reading, TextToken } from '../statement/parser.ts';
import { partsOf } from './parts.ts';
import { placed } from './stretch.ts';
import { condition } from './conditions.ts';

const LONGEST_TOLD = 20_000;
const MOST_NODES_TOLD = 10_000;

/** What is longer is shown, not told: nobody would read so many sentences. */
export function isTellable(sql: string, { nodes }: Pick<Reading, 'nodes'>): boolean {
  return sql.length <= LONGEST_TOLD && nodes <= MOST_NODES_TOLD;
}

export function sentencesOf(
  { tree, tokens }: Dissection,
  { names }: Pick<Reading, 'names'>,
  parameters: readonly Parameter[],
): Pick<Sentences, 'marks' | 'parts'> {
  return { marks: marksOf(tokens), parts: statementParts({ tree, tokens }, names, parameters) };
}

function statementParts(
  { tree, tokens }: Dissection,
  names: readonly string[],
  parameters: readonly Parameter[],
): Part[] {
  const statement = tree.stmts?.[0]?.stmt;
  if (statement === undefined || !('SelectStmt' in statement)) return [];
  const isTime = ({ type, list }: Parameter) =>
    (type === 'date' || type === 'timestamp') && list !== true;
  const times = new Set(parameters.filter(isTime).map(({ name }) => name));
  const stretch = placed(tokens.filter(({ text }) => text !== ';'));
  return partsOf(stretch, statement.SelectStmt, { known: { names, times, condition }, depth: 0 });
}

function marksOf(tokens: readonly TextToken[]): Mark[] {
  return tokens.flatMap(({ from, to, kind, text }, index): Mark[] => {
    if (kind === 'parameter') return [{ from, to: tokens[index + 1]?.to ?? to, kind }];
    if (tokens[index - 1]?.kind === 'parameter') return [];
    if (kind === 'other')
      return KEYWORDS.has(text.toLowerCase()) ? [{ from, to, kind: 'keyword' }] : [];
    return [{ from, to, kind }];
  });
}

/** Words of SQL that may be names too, and mostly are none. */
const KEYWORDS = new Set('by over filter partition nulls first last recursive within'.split(' '));
