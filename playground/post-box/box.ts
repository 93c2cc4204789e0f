// The post box: what Sheetfeed sent, kept between two starts.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Letter, MailAttachment, SlackLetter } from './letters.ts';

/** More than anybody reads; what is older goes. */
const MOST_LETTERS = 200;
const MOST_FILE_BYTES = 30 * 1024 * 1024;
const SAVE_AFTER_MS = 300;

/** The content of an attachment, in base64. */
export interface KeptFile extends MailAttachment {
  content: string;
}

interface Kept {
  letter: Letter;
  files: KeptFile[];
}

interface Saved {
  version: 1;
  kept: Kept[];
}

export class PostBox {
  readonly #file: string;
  readonly #onChange: () => void;
  /** The latest last. */
  #kept: Kept[];
  #saving: NodeJS.Timeout | null = null;

  /** Reads what was kept in the file. */
  constructor(file: string, onChange: () => void) {
    this.#file = file;
    this.#onChange = onChange;
    this.#kept = readKept(file);
  }

  /** The latest first. */
  letters(): Letter[] {
    return this.#kept.map(({ letter }) => letter).reverse();
  }

  put(letter: Letter, files: KeptFile[] = []): void {
    this.#kept = withinBounds([...this.#kept, { letter, files }]);
    this.#changed();
  }

  /** The message of Slack that stands there; null where there is none. */
  slackAt(channel: string, ts: string): SlackLetter | null {
    const found = this.#kept.find(
      ({ letter }) => letter.kind === 'slack' && letter.channel === channel && letter.ts === ts,
    );
    return found?.letter.kind === 'slack' ? found.letter : null;
  }

  /** Puts another letter in the place of one. */
  replace(letter: Letter): void {
    this.#kept = this.#kept.map((each) =>
      each.letter.id === letter.id ? { ...each, letter } : each,
    );
    this.#changed();
  }

  find(id: string): Letter | null {
    return this.#kept.find(({ letter }) => letter.id === id)?.letter ?? null;
  }

  /** An attachment of a mail by its place; null where there is none. */
  fileOf(id: string, place: number): KeptFile | null {
    return this.#kept.find(({ letter }) => letter.id === id)?.files[place] ?? null;
  }

  empty(): void {
    this.#kept = [];
    this.#changed();
  }

  #changed(): void {
    this.#onChange();
    this.#saving ??= setTimeout(() => this.save(), SAVE_AFTER_MS);
  }

  /** Replaces the file in one step, so that a power cut leaves the old one or the new one. */
  save(): void {
    if (this.#saving === null) return;
    clearTimeout(this.#saving);
    this.#saving = null;
    const draft = `${this.#file}.new`;
    const saved: Saved = { version: 1, kept: this.#kept };
    writeFileSync(draft, JSON.stringify(saved), { mode: 0o600 });
    renameSync(draft, this.#file);
  }
}

function readKept(file: string): Kept[] {
  if (!existsSync(file)) return [];
  try {
    const saved = JSON.parse(readFileSync(file, 'utf8')) as Partial<Saved> | null;
    return saved?.version === 1 ? (saved.kept ?? []) : [];
  } catch {
    // Only messages that were shown once.
    return [];
  }
}

function withinBounds(kept: Kept[]): Kept[] {
  let bytes = 0;
  const from = kept.findLastIndex(({ files }, index) => {
    bytes += files.reduce((sum, { content }) => sum + content.length, 0);
    return bytes > MOST_FILE_BYTES || kept.length - index > MOST_LETTERS;
  });
  // The latest is kept whatever its size.
  return kept.slice(Math.min(from + 1, kept.length - 1));
}
