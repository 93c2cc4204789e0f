// What links to this server show in a message of Slack: the title and what is to be known of it, where everybody who may read
// that may; rows in the channels that the query's owner granted, and nowhere else.
import type { KnownQuery } from '../../catalog/queries/known-query.ts';
import { isGranted } from '../../catalog/slack/channels.ts';
import { escaped, unescaped } from '../../deliver/slack-text.ts';
import type { Member } from '../../identity/member.ts';
import type { SharedLinks } from './arrival.ts';
import { leadsTo, type LinkedThing } from './linked-thing.ts';
import { context, section } from './messages.ts';
import type { Asking, Made, SlackParts } from './parts.ts';
import { rowBlocks } from './result-message.ts';

/** What `member`, who posted them, may not see shows nothing. */
export async function answerLinks(
  parts: SlackParts,
  { signal }: Asking,
  { member, arrival }: { member: Member; arrival: SharedLinks },
): Promise<Made> {
  const unfurls: Record<string, { blocks: object[] }> = {};
  for (const url of arrival.links) {
    const thing = await leadsTo(parts, url, { member, signal });
    if (thing === null) continue;
    const showsRows = await mayShowRows(parts, thing.query, { member, channel: arrival.channel });
    if (showsRows || mayShowTitle(thing, arrival))
      unfurls[url] = { blocks: await blocksOf(thing, { url, showsRows }) };
  }
  if (Object.keys(unfurls).length === 0) return { parts: [] };
  return { parts: [{ to: 'links', message: arrival.message, unfurls }] };
}

// Who reads a channel nobody but Slack knows: a title that some members may not see is shown in none that was not granted.
function mayShowTitle({ seenBy }: LinkedThing, { isShared }: SharedLinks): boolean {
  return seenBy === 'whoever has the link' || (seenBy === 'every member' && !isShared);
}

async function mayShowRows(
  { access, database }: SlackParts,
  query: KnownQuery | null,
  { member, channel }: { member: Member; channel: string },
): Promise<boolean> {
  if (query === null || !access.mayShare(member, query)) return false;
  return isGranted(database, [query.slug, ...query.formerly], channel);
}

async function blocksOf(
  { title, facts, rows }: LinkedThing,
  { url, showsRows }: { url: string; showsRows: boolean },
): Promise<object[]> {
  const head = section(`*<${addressOf(url)}|${escaped(title)}>*`);
  const shown = showsRows ? await rows() : null;
  if (shown !== null) return [head, ...rowBlocks(shown, facts)];
  return facts.length === 0 ? [head] : [head, context(facts.join(' · '))];
}

/** A longer one would leave no room for the title. */
const MOST_IN_ADDRESS = 2_000;

// What stands behind a | is read as the words of a link.
function addressOf(url: string): string {
  const address = escaped(unescaped(url)).replaceAll('|', '%7C');
  return address.length > MOST_IN_ADDRESS ? (address.split(/[?#]/)[0] ?? '') : address;
}
