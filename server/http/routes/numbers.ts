// A number's line over time, over HTTP: for whoever may see its query, and use the sheets that each run of it read.
import type { Catalog } from '../../catalog/queries/catalog.ts';
import { numbersOverTime, type NumbersParts } from '../../runs/numbers-over-time.ts';
import type { Handlers } from '../front/handlers.ts';

const MOST_SHOWN = 500;

export interface NumberOptions extends NumbersParts {
  catalog: Catalog;
}

export function numberHandlers(options: NumberOptions): Handlers<'POST numbers'> {
  return {
    async 'POST numbers'({ member, params, body: { values } }) {
      const query = await options.catalog.find(params.slug, member);
      const asked = { query, values, member, most: MOST_SHOWN };
      return { numbers: await numbersOverTime(options, asked) };
    },
  };
}
