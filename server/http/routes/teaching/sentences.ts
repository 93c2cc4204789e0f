// How a query works, in sentences, for whoever may run it.
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import type { Sources } from '../../../sources/sources.ts';
import type { Handlers } from '../../front/handlers.ts';

export interface SentencesOptions {
  catalog: Pick<Catalog, 'findAny'>;
  sources: Sources;
}

export function sentencesHandlers({
  catalog,
  sources,
}: SentencesOptions): Handlers<'GET sentences'> {
  return {
    async 'GET sentences'({ member, params }) {
      const { source, sql, version, parameters } = await catalog.findAny(params.slug, member);
      const { engine } = sources.get(source);
      const told = (await engine.sentences?.(sql, parameters)) ?? { marks: [], parts: [] };
      return { sql, version, ...told };
    },
  };
}
