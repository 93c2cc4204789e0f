// What a select keeps: each condition of `where` and `having` with its stretch.
import type { Node } from 'libpg-query';
import { condition } from './conditions.ts';
import { named } from './expressions.ts';
import { together, type Known, type Words } from './said.ts';
import { selectsIn, splitAtAnds, type Stretch } from './stretch.ts';

interface Kept {
  stretch: Stretch;
  words: Words | null;
  inside: Node | null;
}

interface Keeping {
  known: Known;
  what: 'rows' | 'groups';
}

export function kept(clause: Stretch | undefined, node: Node | undefined, how: Keeping): Kept[] {
  if (clause === undefined || node === undefined) return [];
  const stretches = splitAtAnds(clause.slice(1));
  const isAnd = 'BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR';
  const nodes = isAnd ? (node.BoolExpr.args ?? []) : [node];
  // In brackets, the parser takes several for one.
  if (stretches.length !== nodes.length) return [keptBy(clause, node, how)];
  return nodes.map((each, index) => keptBy(stretches[index] ?? [], each, how));
}

function keptBy(stretch: Stretch, node: Node, { known, what }: Keeping): Kept {
  const found = linkWords(node, known);
  if (found !== null) {
    const isOne = selectsIn(stretch).length === 1;
    return {
      stretch,
      words: together(`keeps only ${what} `, found.words),
      inside: isOne ? found.inside : null,
    };
  }
  const words =
    together(`keeps only ${what} where `, condition(node, known)) ??
    together(`keeps only ${what} for which this is true`);
  return { stretch, words, inside: null };
}

interface Linked {
  words: Words;
  inside: Node | null;
}

/** `exists (…)`, `not exists (…)`, `x in (…)`. */
function linkWords(node: Node, known: Known): Linked | null {
  const isNot = 'BoolExpr' in node && node.BoolExpr.boolop === 'NOT_EXPR';
  const link = isNot ? node.BoolExpr.args?.[0] : node;
  if (!link || !('SubLink' in link)) return null;
  const { subLinkType, testexpr, subselect = null, operName } = link.SubLink;
  if (subLinkType === 'EXISTS_SUBLINK') {
    const words = together(`for which this select finds ${isNot ? 'nothing' : 'something'}`);
    return words && { words, inside: subselect };
  }
  // `not in` finds nothing at all beside an empty value, which takes more than a sentence.
  if (subLinkType !== 'ANY_SUBLINK' || operName !== undefined || isNot) return null;
  const words = together('where ', named(testexpr, known), ' is among what this select finds');
  return words && { words, inside: subselect };
}
