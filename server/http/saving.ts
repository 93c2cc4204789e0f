// Checks what an author sends to be saved: do the parts fit together, and could the text run.
import type { LookDependencies } from '../runs/authoring/look.ts';
import type { Parameter } from '../../domain/contract/parameter.ts';
import type { QueryContent } from '../../domain/contract/query.ts';
import { Problem } from '../../domain/problem.ts';
import type { Catalog } from '../catalog/queries/catalog.ts';
import { canonical, misfitOf } from '../catalog/queries/content-check.ts';
import type { KnownQuery, WholeContent } from '../catalog/queries/known-query.ts';
import type { Saving } from '../catalog/queries/writing.ts';
import type { Member } from '../identity/member.ts';
import { checkText } from '../runs/authoring/text-check.ts';

export interface SavingOptions {
  catalog: Catalog;
  look: LookDependencies;
}

/**
 * The content as it is to be saved. Throws Problem invalid_request where it does not fit together, and what is
 * wrong with the SQL unless it is a draft: a draft is saved with what is wrong.
 */
export async function savingOf(
  { catalog, look }: SavingOptions,
  sent: QueryContent,
  { member, before = null }: { member: Member; before?: KnownQuery | null },
): Promise<Saving> {
  const content = wholeContent(catalog, sent, member);
  requireChoices(catalog, content, { member, before });
  look.access.requireWriting(member, content.source);
  const check = await checkText(look, content, member);
  if (check.state === 'wrong' && content.status !== 'draft') {
    throw new Problem(check.thrown.code, check.thrown.message, {
      ...check.thrown.extras,
      mayBeDraft: true,
    });
  }
  return {
    content,
    member,
    problem: check.state === 'wrong' ? check.problem : null,
    describedColumns:
      check.state === 'good' ? check.columns.map(({ name, type }) => ({ name, type })) : null,
  };
}

function wholeContent(catalog: Catalog, sent: QueryContent, member: Member): WholeContent {
  const misfit = misfitOf(sent);
  if (misfit !== null) throw refused(misfit.path.join('.'), misfit.reason);
  return { ...canonical(sent), source: sourceOf(catalog.sourcesFor(member), sent.source) };
}

// Whoever may run a query gets its choices: nobody hands out so what they may not see themselves.
function requireChoices(
  catalog: Catalog,
  { parameters }: WholeContent,
  { member, before }: { member: Member; before: KnownQuery | null },
): void {
  const had = new Set(before?.parameters.map(({ choices }) => choicesQuery(choices)));
  for (const { name, choices } of parameters) {
    const query = choicesQuery(choices);
    if (query === null || had.has(query) || catalog.visible(query, member) !== null) continue;
    const at = `parameters.${name}.choices`;
    throw refused(at, `there is no query named ${query} to take choices from`);
  }
}

function choicesQuery(choices: Parameter['choices']): string | null {
  return choices === undefined || Array.isArray(choices) ? null : choices.query;
}

function sourceOf(sources: readonly string[], named: string | undefined): string {
  const [only] = sources;
  if (named === undefined && sources.length === 1 && only !== undefined) return only;
  if (named !== undefined && sources.includes(named)) return named;
  const there = sources.length === 0 ? 'There are none.' : `There are: ${sources.join(', ')}.`;
  const reason = named === undefined ? 'choose a data source' : `there is no data source ${named}`;
  throw refused('source', `${reason}. ${there}`.replace(/\.$/, ''));
}

function refused(at: string, reason: string): Problem {
  const where = at === '' ? '' : `${at}: `;
  return new Problem('invalid_request', `The query cannot be saved. ${where}${reason}.`, {
    errors: [{ at, message: reason }],
  });
}
