// What the sidebar may ask of variations: types that its forms and the add-on agree on.
import type { Person, QuerySummary } from '../../domain/contract/query.ts';
import type { Inside, Openings } from '../../domain/contract/teaching/inside.ts';
import type {
  Selection,
  Variation,
  VariationContent,
  VariationState,
} from '../../domain/contract/teaching/variation.ts';
import type { ValueSources } from '../../domain/linked-range.ts';
import type { Answer } from '../answered.ts';

/** A query as the sidebar shows one by itself. */
export interface ShownQuery extends QuerySummary {
  sql: string;
  owner?: Person | null;
  /** Absent where the query is none. */
  variation?: Variation;
}

/** A variation as it is to be kept. */
export interface KeptVariation extends Omit<VariationContent, 'values'> {
  /** The query from whose result it selects; with `version` the variation itself, which is changed. */
  slug: string;
  values: ValueSources;
  version: number | null;
}

export interface VariationFunctions {
  /** The values that stand in a column of a query's result, the most frequent first. */
  columnValues(input: {
    slug: string;
    values: ValueSources;
    column: string;
    /** What is changed inside the query before. */
    inside?: Inside;
  }): Answer<{ values: string[] }>;
  /** What of a query can be varied inside. */
  readOpenings(input: { slug: string }): Answer<Openings>;
  /** The SQL of a selection from what the query gives. */
  selectedText(input: { slug: string; selection: Selection }): Answer<{ sql: string }>;
  /** Keeps a query of the person's own, or changes it. */
  keepVariation(input: KeptVariation): Answer<ShownQuery>;
  /** Offers a variation, publishes it, or takes that back. */
  showVariation(input: { slug: string; state: VariationState }): Answer<null>;
}
