// Writes a decided refresh into a spreadsheet: as one batch where it fits, else as several, guarded, and looked up where no answer came.
import { randomUUID } from 'node:crypto';
import type { Place } from '../../domain/cells/place.ts';
import { Problem } from '../../domain/problem.ts';
import type { Operation } from '../../domain/refresh/sheet.ts';
import { GoogleRefusal, Unheard } from '../google/refusal.ts';
import type { Request } from '../google/spreadsheet.ts';
import { recordGuard } from './record-requests.ts';
import { anchorRequests, guardRequests, isAnchored, readAnchors, type Anchor } from './anchors.ts';
import { displacedRange, untold } from './displaced.ts';
import type { Opened } from './opened.ts';
import { Picture } from './picture.ts';
import { gridOf, isWithin } from './places.ts';
import { namedPlace, placeIn, type ShapedTab } from './shape.ts';

/** What Google recommends at most, in characters of JSON. */
const BATCH_CHARACTERS = 2_000_000;
/** How long after an answer was lost it is looked whether the batch was carried out after all. */
const LOOKS_AFTER_MS = [1_500, 10_000];

/** So often a batch is sent of which Google said nothing, and which it did not carry out. */
const MOST_SENDS = 2;

/** The sheet is not what it was when it was read: plan again. */
export class SheetMoved extends Error {
  override name = 'SheetMoved';
}

export interface Push {
  /** The requests in their order, but for what comes last. */
  requests: Iterable<Request>;
  /** With the last of them, in the same batch: the record, the note. `mark` is what the record is known by. */
  last: () => Request[];
  /** The mark that the range is being written, where more than one batch is needed. */
  first: () => Request[];
  /** Where the range stands once its rows have come and gone, which is in the first batch. */
  place: Opened['range']['place'];
  /** What it does with cells; none where it writes the record alone. */
  operations: readonly Operation[];
}

export interface PushParts {
  wait: (ms: number) => Promise<void>;
  mostCharacters?: number;
}

/** The tab as it is after the write. Throws SheetMoved where nothing was written, or not where it should; Problem. */
export async function push(opened: Opened, work: Push, parts: PushParts): Promise<Picture> {
  if (work.operations.length > 0) await requireThere(opened);
  const batches = batchesOf(work, parts.mostCharacters ?? BATCH_CHARACTERS);
  const { range, spreadsheet, marks } = opened;
  const { id } = range.linked;
  const shifts = work.operations.some((one) => SHIFTING.has(one.do));
  let { anchors } = opened;
  let batch = batches.next();
  for (let isFirst = true; !batch.done; isFirst = false) {
    const { requests, isLast } = batch.value;
    const guard = [...guardRequests(anchors, id), ...(isFirst ? recordGuard(range) : [])];
    const edges = anchorRequests(anchors, { tab: range.tab.id, id, place: work.place });
    const begin = isFirst && !isLast ? work.first() : [];
    const end = isLast ? work.last() : [];
    // Once the rows are there the marks stand at the edges that the range has from then on.
    const put = isFirst && shifts ? edges.requests : [];
    const pushed = pushMark(randomUUID(), id);
    const all = [...guard, ...begin, ...requests, ...end, ...put, ...pushed.requests];
    await writeOnce(opened, all, { mark: pushed.value, isFirst, guards: guard.length, ...parts });
    if (isFirst && shifts) anchors = edges.anchors;
    batch = batches.next();
  }
  const after = new Picture(spreadsheet, tabWith(work.place, range.tab), work.place);
  // Of the record alone its own batch has told where the range is.
  if (work.operations.length > 0) await verify(opened, work, { anchors, after });
  marks?.keep({ spreadsheet, id }, anchors);
  return after;
}

// Rows and columns that came may have made it longer and wider.
function tabWith(place: Place, tab: ShapedTab): ShapedTab {
  const rows = Math.max(tab.rows, place.row + place.rows - 1);
  return { ...tab, rows, columns: Math.max(tab.columns, place.column + place.columns - 1) };
}

/** Operations after which the edges are other rows and columns than before. Else the marks stay what every server knows. */
const SHIFTING: ReadonlySet<Operation['do']> = new Set([
  ...(['insertRows', 'deleteRows', 'insertColumns', 'deleteColumns'] as const),
  ...(['claim', 'sortRows'] as const),
]);

// What was read of it was read while it stood there: the cells come with the names as they stood then, and where they came
// without, it is looked once more.
async function requireThere({ spreadsheet, range, tab, picture }: Opened): Promise<void> {
  const { id } = range.name;
  const seen = picture.named(id)?.map((one) => placeIn(one, tab));
  const places = seen ?? [await namedPlace(spreadsheet, tab, id)];
  const isThere = (at: Place | null) =>
    at !== null && isWithin(at, range.place) && isWithin(range.place, at);
  if (!places.every(isThere)) throw new SheetMoved('The range moved while it was read.');
}

// The range may have moved since, as long as its marks stand to each other as they were put.
async function verify(
  opened: Opened,
  work: Push,
  { anchors: put, after }: { anchors: Anchor[]; after: Picture },
): Promise<void> {
  const { spreadsheet, range } = opened;
  const found = await readAnchors(spreadsheet, range.linked.id);
  if (isAnchored(found, range.tab.id, work.place)) return putBack(opened, work, { found, after });
  const isPut = put.every((one) => found.some(({ metadataId }) => metadataId === one.metadataId));
  if (!isPut) throw new SheetMoved('The marks of the range are gone.');
  throw new SheetMoved('The range does not stand where it was written.');
}

// The rows and columns are where they were; cells may have moved all the same.
async function putBack(
  opened: Opened,
  { operations, place: then, first }: Push,
  { found, after }: { found: Anchor[]; after: Picture },
): Promise<void> {
  const displaced = await displacedRange(opened, { then, operations }, after);
  if (displaced === null) return;
  const { spreadsheet, tab, range } = opened;
  const namedRange = { namedRangeId: range.name.id, range: gridOf(tab.id, displaced.place) };
  const claim: Request = { updateNamedRange: { namedRange, fields: 'range' } };
  // Until it is written anew, it says that it is incomplete.
  const guard = guardRequests(found, range.linked.id);
  const repair = [...guard, ...first(), claim, ...displaced.requests];
  await spreadsheet.write(repair).catch((error: unknown) => {
    // Moved again since it was looked at: no other place is touched for what was hit.
    throw error instanceof GoogleRefusal ? untold() : error;
  });
  throw new SheetMoved('Cells of the range moved while it was written.');
}

/** The key of the mark that tells of a batch whose answer was lost whether it was carried out. */
const PUSH_KEY = 'sheetfeed-push';

function pushMark(value: string, id: string): { value: string; requests: Request[] } {
  const lookup = { metadataKey: PUSH_KEY, locationType: 'SPREADSHEET' };
  const text = `${id} ${value}`;
  return {
    value: text,
    requests: [
      { deleteDeveloperMetadata: { dataFilter: { developerMetadataLookup: lookup } } },
      {
        createDeveloperMetadata: {
          developerMetadata: {
            ...{ metadataKey: PUSH_KEY, metadataValue: text, visibility: 'DOCUMENT' },
            location: { spreadsheet: true },
          },
        },
      },
    ],
  };
}

interface Writing extends PushParts {
  mark: string;
  isFirst: boolean;
  /** How many requests at the beginning are refused where the sheet has moved. */
  guards: number;
}

async function writeOnce(opened: Opened, requests: Request[], writing: Writing): Promise<void> {
  // What begins with guards is refused where the first was carried out after all, or anything has moved.
  const most = writing.guards > 0 ? MOST_SENDS : 1;
  for (let sends = 0; sends < most; sends += 1) {
    if (await isWritten(opened, requests, writing)) return;
  }
  throw new SheetMoved('Google did not carry it out.');
}

/** False where Google said nothing, and has not carried it out as far as anybody can see. */
async function isWritten(
  { spreadsheet }: Opened,
  requests: Request[],
  { mark, isFirst, guards, wait }: Writing,
): Promise<boolean> {
  try {
    await spreadsheet.write(requests);
    return true;
  } catch (error) {
    if (error instanceof GoogleRefusal) throw refusedBy(error, { isFirst, guards });
    if (!(error instanceof Unheard)) throw error;
  }
  for (const ms of LOOKS_AFTER_MS) {
    await wait(ms);
    if (await isThere(spreadsheet, mark)) return true;
  }
  return false;
}

async function isThere(spreadsheet: Opened['spreadsheet'], mark: string): Promise<boolean> {
  const lookup = { metadataKey: PUSH_KEY, metadataValue: mark };
  return (await spreadsheet.metadata([{ developerMetadataLookup: lookup }])).length > 0;
}

function refusedBy(error: GoogleRefusal, { isFirst, guards }: Pick<Writing, 'isFirst' | 'guards'>) {
  const at = Number(/requests\[(\d+)\]/.exec(error.message)?.[1] ?? NaN);
  if (at < guards) return new SheetMoved(error.message, { cause: error });
  const untouched = isFirst ? { untouched: true } : {};
  return new Problem(
    'range_obstructed',
    `Google Sheets would not write the rows (${error.message.slice(0, 300)}).${isFirst ? ' Nothing was changed.' : ''} A table, a filter or merged cells beside the range may be in the way; move the range to a tab of its own.`,
    untouched,
    error,
  );
}

/** The requests in pieces that Google takes well; what comes last is in the last of them. */
function* batchesOf(
  { requests }: Push,
  most: number,
): Generator<{ requests: Request[]; isLast: boolean }> {
  let batch: Request[] = [];
  let characters = 0;
  for (const request of requests) {
    const size = JSON.stringify(request).length;
    if (batch.length > 0 && characters + size > most) {
      yield { requests: batch, isLast: false };
      batch = [];
      characters = 0;
    }
    batch.push(request);
    characters += size;
  }
  yield { requests: batch, isLast: true };
}
