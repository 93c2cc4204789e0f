// The settings of data sources: SOURCE_<NAME>_URL, and what else may be said of each.
import { ENGINE_NAMES, engineName, sourceAddresses } from './engines.ts';
import { listOf, wholeNumber, yesOrNo, type Parse } from './kinds.ts';

/** A data source as it is configured. Several addresses are one source with followers. */
export interface SourceSettings {
  /** As the catalog names it: SOURCE_MY_SHOP_URL is `my-shop`. */
  readonly name: string;
  readonly urls: readonly string[];
  /** By default that of the addresses' scheme. */
  readonly engine?: string;
  /** Runs on it even when its role could write. */
  readonly allowWriter: boolean;
  readonly allowPrimary?: boolean;
  readonly allowFunctions?: readonly string[];
  readonly maxLagSeconds?: number;
  readonly cache?: boolean;
}

interface SourceSetting {
  /** What stands behind SOURCE_<NAME>_. */
  suffix: string;
  key: keyof SourceSettings;
  parse: Parse<unknown>;
  default: string | null;
  help: string;
  secret: boolean;
}

/** What may be said of each data source. docs/settings.md tells the same. */
export const SOURCE_SETTINGS: readonly SourceSetting[] = [
  {
    suffix: 'URL',
    key: 'urls',
    parse: sourceAddresses,
    default: null,
    help: 'Makes a data source; `SOURCE_MY_SHOP_URL` is `my-shop` in the catalog. Several addresses, separated by spaces, are one source with followers, in any order.',
    secret: true,
  },
  {
    suffix: 'ENGINE',
    key: 'engine',
    parse: engineName,
    default: null,
    help: `The kind of database: ${ENGINE_NAMES.join(', ')}. Unset: as the addresses say (\`postgres://\`).`,
    secret: false,
  },
  {
    suffix: 'ALLOW_WRITER',
    key: 'allowWriter',
    parse: yesOrNo,
    default: 'false',
    help: 'Runs queries even when the role of the address could write. Better: give it a role that may only select.',
    secret: false,
  },
  {
    suffix: 'ALLOW_PRIMARY',
    key: 'allowPrimary',
    parse: yesOrNo,
    default: null,
    help: 'Whether queries may run on the primary while no follower can be used. Unset: only where a single address is given.',
    secret: false,
  },
  {
    suffix: 'ALLOW_FUNCTIONS',
    key: 'allowFunctions',
    parse: listOf(/^[^\s,.]+\.[^\s,.]+$/, 'reporting.fiscal_year'),
    default: null,
    help: "The database's own functions that queries may call, as schema.name, separated by commas.",
    secret: false,
  },
  {
    suffix: 'MAX_LAG_SECONDS',
    key: 'maxLagSeconds',
    parse: wholeNumber(1, 86_400),
    default: '300',
    help: 'A follower that lags more than this behind is passed over.',
    secret: false,
  },
  {
    suffix: 'CACHE',
    key: 'cache',
    parse: yesOrNo,
    default: 'true',
    help: "Whether its results may be kept, in memory and in Sheetfeed's own database, for whoever takes one of some age (`_maxAgeSeconds`), and for share links while their query fails.",
    secret: false,
  },
];

const suffixes = SOURCE_SETTINGS.flatMap(({ suffix, secret }) =>
  secret ? [suffix, `${suffix}_FILE`] : [suffix],
).join('|');
const ofSource = new RegExp(`^SOURCE_([A-Z0-9]+(?:_[A-Z0-9]+)*?)_(?:${suffixes})$`);

type Environment = Record<string, string | undefined>;
type ReadText = (name: string, secret: boolean) => string | null;

/** Whether this is the name of a setting of some data source. */
export function isSourceSetting(name: string): boolean {
  return ofSource.test(name);
}

/** The data sources that `env` configures; what is wrong with them is added to `wrong`. */
export function readSourceSettings(
  env: Environment,
  read: ReadText,
  wrong: string[],
): SourceSettings[] {
  const names = Object.keys(env)
    .filter((name) => env[name]?.trim())
    .flatMap((name) => ofSource.exec(name)?.[1] ?? []);
  const sources = [...new Set(names)].sort().map((name) => readSource(name, read, wrong));
  return sources.flatMap((source) => (source === null ? [] : [source]));
}

function readSource(upper: string, read: ReadText, wrong: string[]): SourceSettings | null {
  const values: [string, unknown][] = [];
  const given: string[] = [];
  for (const { suffix, key, parse, default: fallback, secret } of SOURCE_SETTINGS) {
    const name = `SOURCE_${upper}_${suffix}`;
    const text = read(name, secret);
    if (text !== null) given.push(suffix);
    if ((text ?? fallback) === null) continue;
    try {
      values.push([key, parse(text ?? fallback ?? '')]);
    } catch (error) {
      // The text is not repeated: it may hold a password.
      wrong.push(`${name} must be ${(error as Error).message}.`);
    }
  }
  if (given.includes('URL')) {
    const name = upper.toLowerCase().replaceAll('_', '-');
    // Each key comes with the value that its parser gives.
    return { name, ...Object.fromEntries(values) } as SourceSettings;
  }
  // A file that could not be read has been told of already.
  if (given.length > 0)
    wrong.push(`SOURCE_${upper}_${given[0]} is set, but SOURCE_${upper}_URL is not.`);
  return null;
}
