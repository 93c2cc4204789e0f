// A query that is asked for in Slack: found by words, its values filled in, run as the member who asks, and shown.
import type { Choice, Values } from '../../../domain/contract/parameter.ts';
import { Problem } from '../../../domain/problem.ts';
import { own } from '../../../domain/own.ts';
import type { KnownQuery } from '../../catalog/queries/known-query.ts';
import { escaped } from '../../deliver/slack-text.ts';
import type { Member } from '../../identity/member.ts';
import { knownChoices } from '../../runs/known-choices.ts';
import { matchedValues } from '../../runs/matching.ts';
import type { RunRequest } from '../../runs/request.ts';
import { resultIn } from '../result-in.ts';
import type { Part } from './arrival.ts';
import { bounded } from '../../bounded.ts';
import { askedWords, valuesFrom } from './asked-words.ts';
import { aside, buttons, cutText, ephemeral, section } from './messages.ts';
import { pageWith, type Asking, type Made, type SlackParts } from './parts.ts';
import { MOST_ROWS_READ, MOST_ROWS_SHOWN, resultBlocks, type Chosen } from './result-message.ts';
import { MOST_FIELDS, valuesDialog, type DialogAbout } from './values-dialog.ts';

const MOST_FOUND = 5;
/** A dialog is opened within three seconds of the press. */
const CHOICES_WITHIN_MS = 1_500;
const CHOICES_AGE_SECONDS = 300;

const HELP =
  'Write words of what you look for behind the command, and values as *name=value*, such as ' +
  '`/sheetfeed overdue invoices country=DE`. What comes is seen by you alone until you share it.';

/** What the text behind the command asks for. */
export async function answerCommand(
  parts: SlackParts,
  asking: Asking,
  { member, text }: { member: Member; text: string },
): Promise<Made> {
  const { arrival } = asking;
  const { words, given } = askedWords(text);
  if (words === '' || /^help$/i.test(words)) return say(asking, HELP);
  const found = find(parts, member, words);
  const [only] = found;
  if (only === undefined) {
    const where = `${parts.baseUrl()}/?search=${encodeURIComponent(words)}`;
    const sentence = `No query that you may see has all the words “${escaped(cutText(words, 200))}”.`;
    return say(asking, `${sentence} <${where}|Look through the catalog>.`);
  }
  if (found.length > 1) return { parts: choice(parts, asking, { found, words, given }) };
  try {
    const values = valuesFrom(only.parameters, given);
    return await answerQuery(parts, asking, { member, query: only, values });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { parts: aside(arrival, escaped(error.message)) };
  }
}

const say = ({ arrival }: Asking, text: string): Made => ({
  parts: ephemeral(arrival, text, [section(text)]),
});

/** One where the words are its name or its title. */
function find({ catalog }: SlackParts, member: Member, words: string): readonly KnownQuery[] {
  const plain = words.toLowerCase();
  const named = catalog.visible(plain.replace(/ /g, '-'), member);
  if (named !== null) return [named];
  const found = catalog.search({ words, member });
  const titled = found.filter(({ title }) => title.toLowerCase() === plain);
  return titled.length === 1 ? titled : found;
}

function choice(
  { baseUrl }: SlackParts,
  { arrival }: Asking,
  {
    found,
    words,
    given,
  }: { found: readonly KnownQuery[]; words: string } & Pick<ReturnType<typeof askedWords>, 'given'>,
): Part[] {
  const lines = found.slice(0, MOST_FOUND).flatMap((query) => {
    const about = query.description === '' ? '' : `\n${escaped(cutText(query.description, 200))}`;
    const values = Object.fromEntries(given.filter(([name]) => takes(query, name)));
    const chosen: Chosen = { query: query.slug, values };
    return [
      section(`*${escaped(query.title)}*${about}`),
      ...buttons([{ action: 'choose', words: 'Choose', value: chosen }]),
    ];
  });
  const more = found.length - MOST_FOUND;
  const where = `${baseUrl()}/?search=${encodeURIComponent(words)}`;
  const rest =
    more > 0 ? [section(`<${where}|${more.toLocaleString('en')} more in the catalog>`)] : [];
  return ephemeral(arrival, 'Which query do you mean?', [
    section('Which query do you mean?'),
    ...lines,
    ...rest,
  ]);
}

const takes = ({ parameters }: KnownQuery, wanted: string) =>
  parameters.some(({ name }) => name === wanted);

export interface AskedQuery {
  member: Member;
  query: KnownQuery;
  values: Values;
}

/** Its result; where values are missing or wrong, the dialog for them. */
export async function answerQuery(
  parts: SlackParts,
  asking: Asking,
  asked: AskedQuery,
): Promise<Made> {
  const { member, query, values } = asked;
  const { access, baseUrl } = parts;
  const page = pageWith(baseUrl(), query.slug, values);
  if (!access.policyOf(query.source).links) {
    const sentence = 'Results of its data source may not leave Sheetfeed by message.';
    return say(asking, `*<${page}|${escaped(query.title)}>*: ${sentence} Open it there.`);
  }
  if (isMissing(query, values)) return openDialog(parts, asking, asked, null);
  try {
    const request = await requestOf(parts, asking, asked);
    const { run } = asking;
    const bounds = { run, maxRows: MOST_ROWS_READ, pageRows: MOST_ROWS_SHOWN };
    const result = await resultIn(await parts.runs.result(request, bounds));
    const mayShare = access.mayShare(member, query);
    const shown = { query, result, values, baseUrl: baseUrl(), mayShare };
    return { parts: ephemeral(asking.arrival, query.title, resultBlocks(shown)) };
  } catch (error) {
    if (!(error instanceof Problem) || asking.signal.aborted) throw error;
    return { parts: refused(asking, asked, error) };
  }
}

const isMissing = ({ parameters }: KnownQuery, values: Values) =>
  parameters.some(
    ({ name, default: fallback, optional }) =>
      fallback === undefined && optional !== true && own(values, name) === undefined,
  );

async function requestOf(
  parts: SlackParts,
  { signal }: Asking,
  { member, query, values }: AskedQuery,
): Promise<RunRequest & { query: KnownQuery }> {
  const { timeZone } = parts;
  const asked = { member, query, values, timeZone, origin: 'slack', maxAgeSeconds: 0 } as const;
  const request = { ...asked, signal };
  // People write what a choice is called.
  const names = query.parameters.flatMap(({ name, choices }) => (choices ? [name] : []));
  if (names.length === 0) return request;
  const matched = await matchedValues(query.parameters, { values, names }, (parameter) =>
    knownChoices(parts, { ...request, maxAgeSeconds: CHOICES_AGE_SECONDS }, parameter),
  );
  return { ...request, ...matched };
}

/** Why there is no result, beside what stands there; values that are wrong can be filled in anew. */
function refused({ arrival }: Asking, { query, values }: AskedQuery, problem: Problem): Part[] {
  const isOfValues = problem.code === 'invalid_value' && query.parameters.length > 0;
  const fill = { action: 'fill', words: 'Values…', value: { query: query.slug, values } };
  return aside(
    arrival,
    `*${escaped(query.title)}*: ${escaped(problem.message)}`,
    isOfValues ? buttons([fill]) : [],
  );
}

/** Opens the dialog for its values; where Slack opens none any more, there is a button for it. */
export async function openDialog(
  parts: SlackParts,
  asking: Asking,
  asked: AskedQuery,
  problem: string | null,
): Promise<Made> {
  const { query, values } = asked;
  const { arrival } = asking;
  if (query.parameters.length > MOST_FIELDS) {
    const page = pageWith(parts.baseUrl(), query.slug, values);
    return say(
      asking,
      `*<${page}|${escaped(query.title)}>* has too many values for Slack. Open it there.`,
    );
  }
  const { reply, replaces } = arrival;
  const about: DialogAbout = { query: query.slug, reply, replaces };
  const choices = await choicesOf(parts, asking, asked);
  const view = valuesDialog({ query, values, choices, problem }, about);
  const fill = { action: 'fill', words: 'Values…', value: { query: query.slug, values } };
  const sentence = `*${escaped(query.title)}* needs values.`;
  const [otherwise = null] = aside(arrival, sentence, buttons([fill]));
  const body = { trigger_id: arrival.trigger, view };
  return { parts: [{ to: 'dialog', body, otherwise }] };
}

/** As far as they are known in time; else they are typed. */
async function choicesOf(
  parts: SlackParts,
  { signal }: Asking,
  { member, query, values }: AskedQuery,
): Promise<Map<string, readonly Choice[]>> {
  const { timeZone } = parts;
  const within = { withinMs: CHOICES_WITHIN_MS, by: [signal] };
  const asked = { member, query, values, timeZone, origin: 'slack' } as const;
  const request = { ...asked, maxAgeSeconds: CHOICES_AGE_SECONDS };
  const known = query.parameters.map(async (parameter) => {
    if (!parameter.choices) return [];
    try {
      const found = await bounded(within, (limited) =>
        knownChoices(parts, { ...request, signal: limited }, parameter),
      );
      return found.isWhole ? [[parameter.name, found.choices] as const] : [];
    } catch (error) {
      if (error instanceof Problem && !signal.aborted) return [];
      throw error;
    }
  });
  return new Map((await Promise.all(known)).flat());
}
