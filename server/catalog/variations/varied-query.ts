// A variation as a query: the original with another text, other defaults, and what still holds of its columns.
import type { Parameter, Values } from '../../../domain/contract/parameter.ts';
import type { Selection } from '../../../domain/contract/teaching/variation.ts';
import { own } from '../../../domain/own.ts';
import { isGrouped, selectedColumns, selectedKey } from '../../../domain/teaching/selection.ts';
import type { KnownQuery } from '../queries/known-query.ts';
import type { VariedText } from './varied-text.ts';
import type { StoredVariation } from './variations.ts';

/** The variation as it is now, with the original as that is now. */
export function variedQuery(
  variation: StoredVariation,
  of: KnownQuery,
  text: VariedText,
): KnownQuery {
  const { slug, title, selection, state, owner, version, updatedAt, values } = variation;
  const { alerts: _alerts, ...original } = of;
  return {
    ...original,
    ...{ slug, title, owner, version, savedBy: owner, file: null, parent: null },
    ...('refused' in text ? { ...text, sql: `-- ${text.refused}` } : text),
    parameters: of.parameters.map((parameter) => withDefault(parameter, values)),
    key: selectedKey(selection, of.key),
    chart: keepsChart(selection) ? of.chart : null,
    // Its own selection says what it is; it is no original.
    variations: {},
    // Nobody has vouched for it yet.
    status: of.status === 'trusted' ? 'published' : of.status,
    describedColumns: null,
    formerly: [],
    updatedAt: updatedAt.toISOString(),
    variation: { of, selection, state },
  };
}

function withDefault(parameter: Parameter, values: Values): Parameter {
  const value = own(values, parameter.name);
  if (value === undefined) return parameter;
  // Left empty in front of somebody: so it stays.
  const { default: _before, ...bare } = parameter;
  return value === null ? bare : { ...bare, default: value };
}

const keepsChart = (selection: Selection) =>
  !isGrouped(selection) && selectedColumns(selection) === null && selection.inside === undefined;
