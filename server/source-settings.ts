// The settings of data sources: SOURCE_<NAME>_URL and SOURCE_<NAME>_ALLOW_WRITER.
import { postgresAddresses, yesOrNo } from './setting-kinds.ts';

/** A data source as it is configured. Several addresses are one source with followers. */
export interface SourceSettings {
  /** As the catalog names it: SOURCE_MY_SHOP_URL is `my-shop`. */
  readonly name: string;
  readonly urls: readonly string[];
  /** Runs on it even when its role could write. */
  readonly allowWriter: boolean;
}

type Environment = Record<string, string | undefined>;
type ReadText = (name: string, secret: boolean) => string | null;

/** The data sources that `env` configures; what is wrong with them is added to `wrong`. */
export function readSourceSettings(
  env: Environment,
  read: ReadText,
  wrong: string[],
): SourceSettings[] {
  const found: SourceSettings[] = [];
  for (const upper of sourceNames(env)) {
    const urls = parse(
      `SOURCE_${upper}_URL`,
      read(`SOURCE_${upper}_URL`, true),
      postgresAddresses,
      wrong,
    );
    const writer = `SOURCE_${upper}_ALLOW_WRITER`;
    const allowWriter = parse(writer, read(writer, false), yesOrNo, wrong) ?? false;
    const name = upper.toLowerCase().replaceAll('_', '-');
    if (urls !== null) found.push({ name, urls, allowWriter });
    else if (env[writer]) wrong.push(`${writer} is set, but SOURCE_${upper}_URL is not.`);
  }
  return found;
}

function sourceNames(env: Environment): string[] {
  const names = Object.keys(env)
    .filter((name) => env[name]?.trim())
    .map(
      (name) =>
        /^SOURCE_([A-Z0-9]+(?:_[A-Z0-9]+)*?)_(?:URL|URL_FILE|ALLOW_WRITER)$/.exec(name)?.[1],
    )
    .filter((name) => name !== undefined);
  return [...new Set(names)].sort();
}

function parse<T>(
  name: string,
  text: string | null,
  read: (text: string) => T,
  wrong: string[],
): T | null {
  if (text === null) return null;
  try {
    return read(text);
  } catch (error) {
    // The text is not repeated: it may hold a password.
    wrong.push(`${name} must be ${(error as Error).message}.`);
    return null;
  }
}
