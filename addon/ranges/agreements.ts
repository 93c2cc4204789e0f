// What the person at the keyboard agreed to have run as them, in this spreadsheet. It is kept with Google for them
// alone: a record says what a range shows, and every editor of the spreadsheet may write that.
import {
  agreementQuestion,
  askingText,
  readRemembered,
  rememberedText,
  withAgreement,
} from '../../domain/agreement.ts';
import type { Agreement, Asking, Remembered } from '../../domain/agreement.ts';
import type { Query } from '../../domain/contract/query.ts';
import { QUERY_GONE } from '../../domain/linked-range-note.ts';
import type { LinkedRange } from '../../domain/linked-range.ts';
import { Problem } from '../../domain/problem.ts';
import { fetchQuery } from '../catalog.ts';
import { parsedOrNull } from '../google/cache.ts';
import { messageOf } from '../google/problems.ts';
import { forgetOwnText, keepOwnText, ownNames, ownText } from '../google/properties.ts';
import { shownValues } from './values.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** A range, as far as it says what it shows; its spreadsheet is the one that it stands in. */
type Asked = Pick<LinkedRange, 'id'> & Asking;

const PREFIX = 'sheetfeed.agreed.';

/** How a person comes to let a range be refreshed. */
export interface Consent {
  /** The print of a question that they have just said yes to. */
  yes?: string | undefined;
  /** They have just given the values themselves: then they need to know the query alone. */
  ownValues?: boolean;
}

/**
 * Throws Problem needs_confirmation unless the person has agreed to what the range asks for: it then carries, as
 * `agree`, what stands for a yes to exactly this. Throws Problem not_found where there is no such query.
 */
export function requireAgreement(
  spreadsheet: Spreadsheet,
  asked: Asked,
  { yes, ownValues = false }: Consent = {},
): void {
  const { agreed } = remembered(asked.spreadsheet);
  if (ownValues && agreed.some(({ slug }) => slug === asked.slug)) return;
  const print = printOf(asked);
  if (!ownValues && agreed.some((one) => one.print === print)) return;
  const query = queryOf(asked.slug);
  const was = agreed.find(({ range }) => range === asked.id) ?? null;
  if (yes === print || (was && isRenamed({ asked, was, query, ownValues }))) {
    return keepAgreement(asked, { title: query.title, print });
  }
  const says = agreementQuestion(query, { was, values: shownValues(spreadsheet, asked) });
  throw new Problem('needs_confirmation', says, { agree: print, title: query.title });
}

/** Whether the person has agreed to what the range asks for. */
export function isAgreed(asked: Asked): boolean {
  const print = printOf(asked);
  return remembered(asked.spreadsheet).agreed.some((one) => one.print === print);
}

/** The person has just let the range run at this place: what it shows now is what they agreed to. */
export function agree(linked: LinkedRange, place: string): void {
  keepAgreement(linked, { title: linked.title, print: printOf(linked), place });
}

/** Where the range stood when the person last let it be written; null where that is not known. */
export function agreedPlace({ id, spreadsheet }: Pick<Asked, 'id' | 'spreadsheet'>): string | null {
  return remembered(spreadsheet).agreed.find(({ range }) => range === id)?.place ?? null;
}

/** The print of what a range asks for. */
export function printOf(asked: Asking): string {
  const { DigestAlgorithm, Charset } = Utilities;
  const bytes = Utilities.computeDigest(DigestAlgorithm.SHA_256, askingText(asked), Charset.UTF_8);
  return bytes.map((byte) => ((byte & 255) + 256).toString(16).slice(1)).join('');
}

interface Renaming {
  asked: Asked;
  was: Pick<Agreement, 'slug' | 'print'>;
  query: Pick<Query, 'slug' | 'formerly'>;
  ownValues?: boolean;
}

/** Whether the query is the one that was agreed to, under the name that the server says it has now. */
export function isRenamed({ asked, was, query, ownValues = false }: Renaming): boolean {
  const isSameQuery = [query.slug, ...query.formerly].includes(was.slug);
  if (!isSameQuery || was.slug === asked.slug) return false;
  return ownValues || printOf({ ...asked, slug: was.slug }) === was.print;
}

function queryOf(slug: string): Query {
  try {
    return fetchQuery(slug);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
    throw new Problem('not_found', QUERY_GONE, { ...error.extras, gone: true }, error);
  }
}

// Each of Google's executions is a program of its own, so that this is read once for what a person does.
const read = new Map<string, Remembered>();

/** What is remembered of the spreadsheet of this id. */
export function remembered(spreadsheet: string): Remembered {
  const known = read.get(spreadsheet);
  if (known) return known;
  const kept = readRemembered(parsedOrNull(ownText(PREFIX + spreadsheet)));
  read.set(spreadsheet, kept);
  return kept;
}

/** Remembers it, and forgets the spreadsheets that were used longest ago where Google has no more room. */
export function remember(spreadsheet: string, now: Remembered): void {
  read.set(spreadsheet, now);
  try {
    keepOrMakeRoom(PREFIX + spreadsheet, rememberedText(now));
  } catch (error) {
    // What is not remembered is asked about again.
    console.warn(messageOf(error));
  }
}

function keepAgreement(
  { id: range, slug, spreadsheet }: Asked,
  agreement: Pick<Agreement, 'title' | 'print' | 'place'>,
): void {
  const at = new Date().toISOString();
  const added = { range, slug, ...agreement };
  remember(spreadsheet, withAgreement(remembered(spreadsheet), added, at));
}

function keepOrMakeRoom(name: string, text: string): void {
  try {
    keepOwnText(name, text);
  } catch (error) {
    if (!/quota|too large/i.test(messageOf(error))) throw error;
    const others = ownNames().filter((one) => one.startsWith(PREFIX) && one !== name);
    const at = (one: string) => readRemembered(parsedOrNull(ownText(one))).at;
    const byAge = others.map((one) => ({ one, at: at(one) }));
    byAge.sort((one, other) => one.at.localeCompare(other.at));
    for (const { one } of byAge.slice(0, Math.ceil(byAge.length / 2))) forgetOwnText(one);
    keepOwnText(name, text);
  }
}
