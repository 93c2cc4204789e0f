// The YAML of headers, read and written where nobody waits for it, within limits.
import { Thread, type ThreadOptions } from '../../thread.ts';

export type HeaderJob =
  | { yamls: readonly string[] }
  /** Where the deepest key of the path stands that there is. */
  | { yaml: string; path: readonly string[] }
  | { header: unknown };

export type ReadHeader =
  | { value: unknown }
  /** `offset` is null where it is about the whole header. */
  | { wrong: { offset: number | null; reason: string } };

type Answer = { read: ReadHeader[] } | { offset: number } | { written: string };

/** A longer header is no file of ours, and none is written: a thousand choices with labels take 50 KB. */
export const MAX_HEADER_BYTES = 256 * 1024;
export const HEADER_TOO_LONG =
  'The header is longer than 256 KB. Shorten its texts, or take the choices from another query.';

const options: ThreadOptions = {
  file: new URL('./header-worker.mjs', import.meta.url),
  withinMs: 5_000,
  // Files are read at the start and when they change, which is seldom.
  idleMs: 5_000,
  // Each part of a header becomes some objects of the parser's: 256 KB of them need some 150 MB.
  resourceLimits: { maxOldGenerationSizeMb: 256 },
  tooMuch: () => new HeaderTooMuch(),
  notReady: () => new Error("the thread that reads headers' YAML could not be started"),
};

// The second one starts only where the first has more than it can do at once: when thousands of files are new.
const threads = [1, 2].map(() => new Thread<HeaderJob, Answer>(options));

/** Does it in the thread that has less to do. Throws HeaderTooMuch. */
function ask(job: HeaderJob, size: number): Promise<Answer> {
  const idlest = threads.reduce((one, other) => (other.jobs < one.jobs ? other : one));
  return idlest.ask(job, size);
}

/** Its YAML took longer than five seconds, or more memory than there is for it. */
export class HeaderTooMuch extends Error {
  override name = 'HeaderTooMuch';
}

/** What is asked for in one turn goes to the thread in messages of so many: to most headers a message is the greater work. */
const MOST_TOGETHER = 100;
const LONGEST_TOGETHER = 4_000;

interface Asked {
  yaml: string;
  resolve: (read: ReadHeader) => void;
  reject: (error: unknown) => void;
}

let together: Asked[] = [];

/** What the YAML says, or what is wrong with it. Throws HeaderTooMuch. */
export function readYaml(yaml: string): Promise<ReadHeader> {
  if (yaml.length > LONGEST_TOGETHER) return readAlone(yaml);
  return new Promise((resolve, reject) => {
    together.push({ yaml, resolve, reject });
    if (together.length === 1) setImmediate(askTogether);
    if (together.length === MOST_TOGETHER) askTogether();
  });
}

function askTogether(): void {
  const asked = together;
  together = [];
  if (asked.length > 0) void readTogether(asked);
}

async function readTogether(asked: readonly Asked[]): Promise<void> {
  try {
    const read = await readAll(asked.map(({ yaml }) => yaml));
    asked.forEach(({ resolve, reject }, index) => {
      const one = read[index];
      if (one === undefined) reject(anotherQuestion());
      else resolve(one);
    });
  } catch {
    // One of them was too much, which is told of that one alone.
    for (const { yaml, resolve, reject } of asked) readAlone(yaml).then(resolve, reject);
  }
}

async function readAlone(yaml: string): Promise<ReadHeader> {
  const [read] = await readAll([yaml]);
  if (read === undefined) throw anotherQuestion();
  return read;
}

async function readAll(yamls: readonly string[]): Promise<readonly ReadHeader[]> {
  const size = yamls.reduce((sum, { length }) => sum + length, 0);
  const answer = await ask({ yamls }, size);
  if ('read' in answer) return answer.read;
  throw anotherQuestion();
}

const anotherQuestion = () => new Error('the thread answered another question');

/** The UTF-16 offset of the deepest key of the path that there is. Throws HeaderTooMuch. */
export async function offsetIn(yaml: string, path: readonly PropertyKey[]): Promise<number> {
  const answer = await ask({ yaml, path: path.map(String) }, yaml.length);
  return 'offset' in answer ? answer.offset : 0;
}

/** The YAML of a header. Throws HeaderTooMuch. */
export async function writeYaml(header: unknown): Promise<string> {
  const answer = await ask({ header }, 0);
  if ('written' in answer) return answer.written;
  throw anotherQuestion();
}
