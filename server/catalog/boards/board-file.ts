// A board as a file: YAML that is read and written with the fields of the interface, its parameters and tiles by their names.
import { z } from 'zod';
import {
  boardContentSchema,
  tileSchema,
  type BoardContent,
  type Tile,
} from '../../../domain/contract/board.ts';
import { parameterNameSchema } from '../../../domain/contract/parameter.ts';
import { deepestIssue, schemaReason } from '../../schema-reason.ts';
import {
  HeaderTooMuch,
  MAX_HEADER_BYTES,
  offsetIn,
  readYaml,
  writeYaml,
} from '../queries/header-thread.ts';

export interface FileWrong {
  line: number | null;
  reason: string;
}

const outlineSchema = z.looseObject({
  owner: z.string().max(320).nullable().default(null),
  parameters: z.record(parameterNameSchema, z.looseObject({})).default({}),
  tiles: z.record(z.string(), z.looseObject({})),
});

export interface ReadBoard {
  content: BoardContent;
  /** An address. */
  owner: string | null;
}

/** What the file says, or what is wrong with it. */
export async function readBoard(text: string): Promise<ReadBoard | FileWrong> {
  if (text.length > MAX_HEADER_BYTES) {
    return { line: null, reason: 'The board is longer than 256 KB.' };
  }
  try {
    const read = await readYaml(text);
    if ('wrong' in read) return wrongAt(text, read.wrong.offset, read.wrong.reason);
    const outline = outlineSchema.safeParse(read.value, { error: schemaReason });
    if (!outline.success) return await issueIn(text, outline.error);
    const { owner, parameters, tiles, ...rest } = outline.data;
    const content = boardContentSchema.safeParse(
      { ...rest, parameters: named(parameters, 'name'), tiles: named(tiles, 'id') },
      { error: schemaReason },
    );
    if (!content.success) return await issueIn(text, content.error, { parameters, tiles });
    return { content: content.data, owner };
  } catch (error) {
    if (!(error instanceof HeaderTooMuch)) throw error;
    return { line: null, reason: 'The board takes too long to be read. Make it simpler.' };
  }
}

const named = (all: Record<string, object>, by: 'name' | 'id') =>
  Object.entries(all).map(([name, rest]) => ({ ...rest, [by]: name }));

async function issueIn(
  text: string,
  { issues }: z.ZodError,
  keyed: Record<string, object> = {},
): Promise<FileWrong> {
  const [first] = issues;
  if (first === undefined) return { line: null, reason: 'The board is not valid.' };
  const issue = deepestIssue(first);
  const [part, index, ...deeper] = issue.path;
  const name = Object.keys(keyed[String(part)] ?? {})[Number(index)];
  const path = name === undefined ? issue.path : [part ?? '', name, ...deeper];
  const where = path.map(String).join('.');
  const reason = `${where === '' ? 'The board' : where} ${issue.message}.`;
  return wrongAt(text, await offsetIn(text, path), reason);
}

function wrongAt(text: string, offset: number | null, reason: string): FileWrong {
  const line = offset === null ? null : text.slice(0, offset).split('\n').length;
  return { line, reason: reason.replaceAll('The header', 'The board') };
}

/** The board as such a file. */
export function boardText(content: BoardContent): Promise<string> {
  const { parameters, tiles, ...rest } = content;
  return writeYaml({
    ...rest,
    ...(parameters.length === 0
      ? {}
      : { parameters: Object.fromEntries(parameters.map(({ name, ...all }) => [name, all])) }),
    tiles: Object.fromEntries(tiles.map((tile) => [tile.id, tileInFile(tile)])),
  });
}

function tileInFile(tile: Tile): object {
  const { id: _id, ...said } = tileSchema.parse(tile);
  const isSaid = ([name, value]: [string, unknown]) =>
    !(name === 'title' && value === '') &&
    !(name === 'values' && Object.keys(value as object).length === 0);
  return Object.fromEntries(Object.entries(said).filter(isSaid));
}
