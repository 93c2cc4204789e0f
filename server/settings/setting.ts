// What a setting is: its name, its default, how it is read, what it means.
import type { Parse } from './kinds.ts';

export interface Setting<T> {
  name: string;
  /** As it would be written; null when there is none. */
  default: string | null;
  parse: Parse<T>;
  help: string;
  /** May also be given as `<NAME>_FILE`, and is never printed. */
  secret: boolean;
}

export type Optional<T> = Setting<T> & { default: null };
export type WithDefault<T> = Setting<T> & { default: string };

export const withDefault = <T>(name: string, value: string, rest: Rest<T>): WithDefault<T> => ({
  name,
  default: value,
  secret: false,
  ...rest,
});
export const optional = <T>(name: string, rest: Rest<T> & { secret?: true }): Optional<T> => ({
  name,
  default: null,
  secret: false,
  ...rest,
});
type Rest<T> = { parse: Parse<T>; help: string };
