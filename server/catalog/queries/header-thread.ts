// The YAML of headers, read and written where nobody waits for it, within limits.
import { Thread } from '../../thread.ts';

export type HeaderJob =
  /** With a path: only where its deepest key stands. */
  { yaml: string; path: readonly string[] | null } | { header: unknown };

export type ReadHeader =
  | { value: unknown }
  | { offset: number }
  /** `offset` is null where it is about the whole header. */
  | { wrong: { offset: number | null; reason: string } };

type Answer = ReadHeader | { written: string };

/** A longer header is no file of ours, and none is written: a thousand choices with labels take 50 KB. */
export const MAX_HEADER_BYTES = 256 * 1024;
export const HEADER_TOO_LONG =
  'The header is longer than 256 KB. Shorten its texts, or take the choices from another query.';

const thread = new Thread<HeaderJob, Answer>({
  file: new URL('./header-worker.mjs', import.meta.url),
  withinMs: 5_000,
  // Files are read at the start and when they change, which is seldom.
  idleMs: 5_000,
  // Each part of a header becomes some objects of the parser's: 256 KB of them need some 150 MB.
  resourceLimits: { maxOldGenerationSizeMb: 256 },
  tooMuch: () => new HeaderTooMuch(),
  notReady: () => new Error("the thread that reads headers' YAML could not be started"),
});

/** Its YAML took longer than five seconds, or more memory than there is for it. */
export class HeaderTooMuch extends Error {
  override name = 'HeaderTooMuch';
}

/** What the YAML says, or what is wrong with it. Throws HeaderTooMuch. */
export async function readYaml(yaml: string): Promise<Exclude<ReadHeader, { offset: number }>> {
  const read = await thread.ask({ yaml, path: null }, yaml.length);
  if ('value' in read || 'wrong' in read) return read;
  throw new Error('the thread answered another question');
}

/** The UTF-16 offset of the deepest key of the path that there is. Throws HeaderTooMuch. */
export async function offsetIn(yaml: string, path: readonly PropertyKey[]): Promise<number> {
  const read = await thread.ask({ yaml, path: path.map(String) }, yaml.length);
  return 'offset' in read ? read.offset : 0;
}

/** The YAML of a header. Throws HeaderTooMuch. */
export async function writeYaml(header: unknown): Promise<string> {
  const answer = await thread.ask({ header }, 0);
  if ('written' in answer) return answer.written;
  throw new Error('the thread answered another question');
}
