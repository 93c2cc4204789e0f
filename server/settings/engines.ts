// The engines that a data source may have, as its settings name them. What makes each is in sources/sources.ts.
import { isDatabaseAddress, PERCENT_ENCODED } from './kinds.ts';

interface EngineNames {
  /** The beginnings of its addresses. */
  schemes: readonly string[];
  /** One of its addresses, as an example. */
  like: string;
}

export const ENGINES = {
  postgres: {
    schemes: ['postgres:', 'postgresql:'],
    like: 'postgres://name:password@host:5432/database',
  },
} as const satisfies Record<string, EngineNames>;

export type EngineName = keyof typeof ENGINES;

/** What they are called. */
export const ENGINE_NAMES = Object.keys(ENGINES) as EngineName[];

const engines: readonly EngineNames[] = Object.values(ENGINES);
const schemes = engines.flatMap((engine) => engine.schemes);

/** The name of an engine. */
export function engineName(text: string): EngineName {
  const named = ENGINE_NAMES.find((name) => name === text);
  if (named !== undefined) return named;
  throw new Error(`the name of an engine; there are: ${ENGINE_NAMES.join(', ')}`);
}

/** One or more addresses of databases, separated by spaces. */
export function sourceAddresses(text: string): string[] {
  const addresses = text.trim().split(/\s+/);
  if (addresses.every((address) => isDatabaseAddress(address, schemes))) return addresses;
  const like = engines.map((engine) => engine.like).join(' or ');
  throw new Error(`one or more addresses such as ${like}, separated by spaces; ${PERCENT_ENCODED}`);
}
