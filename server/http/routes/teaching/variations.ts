// Variations over HTTP: made of a query's result by whoever may run it, changed, shown to others, deleted.
import type pg from 'pg';
import { Problem } from '../../../../domain/problem.ts';
import { routes } from '../../../../domain/routes.ts';
import type {
  VariationContent,
  VariationState,
} from '../../../../domain/contract/teaching/variation.ts';
import { closeAsksAbout, insertAsk } from '../../../catalog/asks.ts';
import { ownerFrom, type KnownQuery } from '../../../catalog/queries/known-query.ts';
import type { KnownVariations } from '../../../catalog/variations/known-variations.ts';
import {
  deleteVariation,
  insertVariation,
  setVariationState,
  updateVariation,
} from '../../../catalog/variations/variations.ts';
import { isOwner } from '../../../identity/sight.ts';
import type { Member } from '../../../identity/member.ts';
import { checkText } from '../../../runs/authoring/text-check.ts';
import type { Handlers } from '../../front/handlers.ts';
import { requireIfMatch } from '../../front/if-match.ts';
import { viewFor, type QueryOptions } from '../queries.ts';
import { mayPublish } from '../query-view.ts';
import type { SavingOptions } from '../saving.ts';

export interface VariationOptions extends QueryOptions, SavingOptions {
  variations: KnownVariations;
}

type MakingRows = 'POST variations' | 'PUT variation' | 'DELETE variation';

export function variationHandlers(
  options: VariationOptions,
): Handlers<'POST selectedText' | MakingRows | 'PUT variationState'> {
  return {
    async 'POST selectedText'({ member, params, body }) {
      const { sql } = await options.catalog.selected(params.slug, member, body.selection);
      return { sql };
    },
    ...making(options),
    ...showing(options),
  };
}

function making(options: VariationOptions): Handlers<MakingRows> {
  const { catalog, variations } = options;
  return {
    async 'POST variations'({ member, params, body, change, response }) {
      const query = await catalog.find(params.slug, member);
      const original = query.variation?.of ?? query;
      await requireFit(options, original, body, member);
      const given = { ...body, original: original.slug, owner: ownerFrom(member) };
      const { slug } = await change(async (client, tell) => {
        const made = await insertVariation(client, given);
        tell(made.slug, { of: original.slug, title: made.title });
        return made;
      });
      await variations.refresh();
      response.setHeader('Location', routes.query(slug));
      return viewFor(options, await catalog.find(slug, member), { member, response });
    },
    async 'PUT variation'({ member, params, body, change, request, response }) {
      const before = await ownVariation(options, params.slug, member);
      const expected = requireIfMatch(request);
      await requireFit(options, before.variation.of, body, member);
      await change(async (client, tell) => {
        const now = await updateVariation(client, before.slug, body);
        if (now === null) throw noVariation();
        if (expected !== null && now.version !== expected + 1) throw changedMeanwhile();
        const { title, version, variation } = before;
        const was = { title, version, selection: variation.selection };
        tell(before.slug, { title: now.title, version: now.version, before: was });
      });
      await variations.refresh();
      return viewFor(options, await catalog.find(before.slug, member), { member, response });
    },
    async 'DELETE variation'({ member, params, change }) {
      const { slug, title, variation } = await ownVariation(options, params.slug, member);
      await change(async (client, tell) => {
        await deleteVariation(client, slug);
        await closeAsksAbout(client, slug, { state: 'declined', by: ownerFrom(member) });
        tell(slug, { before: { title, selection: variation.selection } });
      });
      await variations.refresh();
    },
  };
}

function showing(options: VariationOptions): Handlers<'PUT variationState'> {
  const { catalog, variations } = options;
  return {
    async 'PUT variationState'({ member, params, body: { state }, change, response }) {
      const query = await requireVariation(options, params.slug, member);
      requireMaySet(options, { query, state, member });
      await change(async (client, tell) => {
        if (!(await setVariationState(client, query.slug, state))) throw noVariation();
        await tellAuthors(client, { query, state, member });
        tell(query.slug, { state, before: query.variation.state });
      });
      await variations.refresh();
      return viewFor(options, await catalog.find(query.slug, member), { member, response });
    },
  };
}

type VariedQuery = KnownQuery & { variation: NonNullable<KnownQuery['variation']> };

/** Throws Problem not_found: it tells the same of one that the member may not see. */
async function requireVariation(
  { catalog }: VariationOptions,
  slug: string,
  member: Member,
): Promise<VariedQuery> {
  const query = await catalog.found(slug, member);
  if (query?.variation === undefined) throw noVariation();
  return { ...query, variation: query.variation };
}

const noVariation = () =>
  new Problem('not_found', 'There is no such variation. It may have been deleted.');

const changedMeanwhile = () =>
  new Problem('conflict', 'The variation was changed in another window. Look at it again first.');

/** Throws Problem not_found, forbidden for another member's. */
async function ownVariation(
  options: VariationOptions,
  slug: string,
  member: Member,
): Promise<VariedQuery> {
  const query = await requireVariation(options, slug, member);
  if (isOwner(query, member)) return query;
  throw new Problem('forbidden', 'Only whoever made a variation changes it. Make your own of it.');
}

// It must run: what is kept is found again weeks later, by somebody who does not know what was wrong with it.
async function requireFit(
  { catalog, look }: VariationOptions,
  original: KnownQuery,
  { selection, values }: VariationContent,
  member: Member,
): Promise<void> {
  const unknown = Object.keys(values).find(
    (name) => !original.parameters.some((parameter) => parameter.name === name),
  );
  if (unknown !== undefined) {
    throw new Problem('invalid_request', `${original.title} takes no value ${unknown}.`);
  }
  const text = await catalog.selected(original.slug, member, selection);
  const check = await checkText(look, { ...text, of: original }, member);
  if (check.state !== 'wrong') return;
  const detail =
    'This does not fit the result: a column may be gone, or a value may be of another kind than its column. See what it gives first.';
  throw new Problem('invalid_request', detail, {}, check.thrown);
}

/** Throws Problem forbidden. */
function requireMaySet(
  { look }: VariationOptions,
  { query, state, member }: { query: VariedQuery; state: VariationState; member: Member },
): void {
  const writes = look.access.mayWriteOn(member, query.source);
  if (mayPublish(query, { member, writes }) && (state !== 'offered' || isOwner(query, member))) {
    return;
  }
  if (isOwner(query, member) && state !== 'published') return;
  const detail =
    'Authors publish a variation that its maker has offered; its maker offers it, or takes that back.';
  throw new Problem('forbidden', detail);
}

// What is offered is an ask, so that authors see it where they look, and its maker sees what became of it.
async function tellAuthors(
  client: pg.PoolClient,
  { query, state, member }: { query: VariedQuery; state: VariationState; member: Member },
): Promise<void> {
  const { slug, title, variation } = query;
  const by = ownerFrom(member);
  if (state !== 'offered') {
    const became = state === 'published' ? 'answered' : 'declined';
    return closeAsksAbout(client, slug, { state: became, by });
  }
  if (variation.state === 'offered') return;
  const text = `Publish my variation of “${variation.of.title}”: ${title}`;
  await insertAsk(client, { search: '', text, query: slug, askedBy: by });
}
