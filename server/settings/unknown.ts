// Finds settings that look like ours and are none: a misspelt name would otherwise change nothing in silence.
import { isSourceSetting } from './sources.ts';

// These begin like a setting of ours and are set by others (build systems, hosting platforms).
const notOurs = ['SOURCE_DATE_EPOCH', 'SOURCE_VERSION', 'SOURCE_BRANCH', 'SOURCE_COMMIT'];
// Whole words where others have names of their own: SESSION_MANAGER is every Linux desktop's.
const prefixes = [
  ...[
    'SOURCE_',
    'SOURCES_',
    'SHEETFEED',
    'OIDC',
    'CATALOG',
    'RUN_TIMEOUT',
    'RUN_MAX',
    'GOOGLE_CLIENT',
    'GOOGLE_JWKS',
  ],
  ...[
    'ALLOWED_DOMAIN',
    'ADMIN_EMAIL',
    'DEFAULT_ROLE',
    'SESSION_SECRET',
    'SESSION_DAY',
    'LIMIT_MEMBER',
    'LIMIT_LINK',
    'LIMIT_ADDRESS',
    'TRUSTED_PROX',
    'METRICS_TOKEN',
    'LOG_LEVEL',
  ],
];

/** A sentence for each of the names that begins like a setting and is not among the known ones. */
export function unknownSettings(names: readonly string[], known: readonly string[]): string[] {
  return names
    .filter((name) => prefixes.some((prefix) => name.startsWith(prefix)))
    .filter((name) => !known.includes(name) && !notOurs.includes(name) && !isSourceSetting(name))
    .sort()
    .map((name) => `${name} is not a setting of Sheetfeed${hint(name, known)}`);
}

function hint(name: string, known: readonly string[]): string {
  if (name.startsWith('SOURCE')) return '; a data source is SOURCE_<NAME>_URL.';
  const start = name.slice(0, 8);
  const near = known.find((candidate) => candidate.startsWith(start) || name.startsWith(candidate));
  return near === undefined ? '.' : `; did you mean ${near}?`;
}
