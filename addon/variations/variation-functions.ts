// "The same, but …" for the sidebar: what its forms ask of the server, and the queries of one's own that come of them.
import type { Result } from '../../domain/contract/result.ts';
import type { Openings } from '../../domain/contract/teaching/inside.ts';
import { routes } from '../../domain/routes.ts';
import { firstTexts, valuesSelection } from '../../domain/teaching/selection.ts';
import { answer } from '../answer.ts';
import { fetchParameters } from '../catalog.ts';
import { askServer, changeVersion } from '../google/backend.ts';
import { queryStart } from '../query-start.ts';
import { followsCells, valuesFrom } from '../ranges/values.ts';
import type { KeptVariation, ShownQuery, VariationFunctions } from './variation-views.ts';

export const columnValues: VariationFunctions['columnValues'] = ({ column, inside, ...asked }) =>
  answer(() => {
    const start = queryStart(SpreadsheetApp.getActiveSpreadsheet(), asked);
    const { slug, ...request } = { ...start, selection: valuesSelection(column, inside) };
    const { rows } = askServer<Result>('post', routes.selected(slug), request);
    return { values: firstTexts(rows) };
  });

export const readOpenings: VariationFunctions['readOpenings'] = ({ slug }) =>
  answer(() => askServer<Openings>('get', routes.openings(slug)));

export const selectedText: VariationFunctions['selectedText'] = ({ slug, selection }) =>
  answer(() => askServer<{ sql: string }>('post', routes.selectedText(slug), { selection }));

export const keepVariation: VariationFunctions['keepVariation'] = (kept) =>
  answer(() => keep(SpreadsheetApp.getActiveSpreadsheet(), kept));

export const showVariation: VariationFunctions['showVariation'] = ({ slug, state }) =>
  answer(() => {
    askServer<ShownQuery>('put', routes.variationState(slug), { state });
    return null;
  });

// With the values that cells hold now.
function keep(
  here: GoogleAppsScript.Spreadsheet.Spreadsheet,
  { slug, version, title, selection, values: sources }: KeptVariation,
): ShownQuery {
  const parameters = followsCells(sources) ? fetchParameters(slug) : null;
  const body = { title, selection, values: valuesFrom(sources, here, parameters) };
  if (version === null) return askServer<ShownQuery>('post', routes.variations(slug), body);
  return changeVersion<ShownQuery>(routes.variation(slug), body, version);
}
