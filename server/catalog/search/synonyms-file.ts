// The team's own list of synonyms, beside its queries: synonyms.yaml in the catalog's folder.
import { z } from 'zod';
import type { CatalogError } from '../../../domain/contract/query.ts';
import { schemaReason } from '../../schema-reason.ts';
import { readOne, type CatalogFile } from '../queries/catalog-file.ts';
import { EVERYDAY_WORDS } from './everyday-words.ts';
import { HeaderTooMuch, MAX_HEADER_BYTES, offsetIn, readYaml } from '../queries/header-thread.ts';
import { everydaySynonyms, Synonyms } from './synonyms.ts';

export const SYNONYMS_FILE = 'synonyms.yaml';

export interface TeamSynonyms {
  /** Null where there is none. */
  file: CatalogFile | null;
  /** With the everyday words; of a file that is broken, those that it had when it was last read. */
  synonyms: Synonyms;
  error: CatalogError | null;
}

export const noTeamSynonyms: TeamSynonyms = { file: null, synonyms: everydaySynonyms, error: null };

const groupsSchema = z
  .array(z.array(z.string().min(1).max(100)).min(2).max(50))
  .max(2_000)
  .nullable();

/** The file as it is now; `known` itself when nothing changed. What is wrong with it is told in `error`. */
export async function readSynonyms(folder: string, known: TeamSynonyms): Promise<TeamSynonyms> {
  const file = await readOne(folder, SYNONYMS_FILE, known.file ?? undefined);
  if (file === known.file) return known;
  if (file === null) return noTeamSynonyms;
  const read = file.problem === null ? await groupsOf(file.text) : file.problem;
  if ('groups' in read) {
    const synonyms = new Synonyms([...EVERYDAY_WORDS, ...read.groups]);
    return { file, synonyms, error: null };
  }
  const { line, reason } = read;
  return { file, synonyms: known.synonyms, error: { file: SYNONYMS_FILE, line, reason } };
}

interface Wrong {
  line: number | null;
  reason: string;
}

async function groupsOf(text: string): Promise<{ groups: string[][] } | Wrong> {
  if (text.length > MAX_HEADER_BYTES)
    return { line: null, reason: 'The list is longer than 256 KB.' };
  try {
    const read = await readYaml(text);
    if ('wrong' in read) return wrongAt(text, read.wrong.offset, read.wrong.reason);
    const checked = groupsSchema.safeParse(read.value ?? null, { error: schemaReason });
    if (checked.success) return { groups: checked.data ?? [] };
    const [issue] = checked.error.issues;
    const offset = await offsetIn(text, issue?.path ?? []);
    return wrongAt(text, offset, `This ${issue?.message ?? 'is wrong'}. ${shape}`);
  } catch (error) {
    if (!(error instanceof HeaderTooMuch)) throw error;
    return { line: null, reason: 'The list takes too long to be read. Make it simpler.' };
  }
}

const shape = 'Each line is a list of two words or phrases at least, such as: - [customer, client]';

function wrongAt(text: string, offset: number | null, reason: string): Wrong {
  const line = offset === null ? null : text.slice(0, offset).split('\n').length;
  return { line, reason: reason.replaceAll('The header', 'The list') };
}
