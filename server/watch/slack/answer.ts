// What is answered to a command, a button or a dialog in Slack.
import { z } from 'zod';
import { Problem } from '../../../domain/problem.ts';
import type { Member } from '../../identity/member.ts';
import type { SlackArrival } from './arrival.ts';
import { answerAlertButton, isAlertAction } from './alert-buttons.ts';
import { answerCommand, answerQuery, openDialog } from './asked-query.ts';
import { ephemeral, section } from './messages.ts';
import type { Asking, Made, SlackParts } from './parts.ts';
import { chosenSchema, shownSchema } from './result-message.ts';
import { answerShare, notDone } from './shared-result.ts';
import { answerLinks } from './shared-links.ts';
import { valuesOfDialog } from './values-dialog.ts';
import { agreed, askWho, memberAsking, memberByAddress } from './who-asks.ts';

type Pressed = Extract<SlackArrival, { kind: 'action' }>;

const NOTHING: Made = { parts: [] };

/** Throws what says nothing of what was asked, such as that Sheetfeed's own database is away. */
export async function answerTo(parts: SlackParts, asking: Asking): Promise<Made> {
  const { arrival } = asking;
  if (arrival.kind === 'action' && isPlain(arrival)) return NOTHING;
  if (arrival.kind === 'action' && arrival.action === 'decline') {
    const text = 'Then Sheetfeed shows nothing here. Ask again whenever you like.';
    return { parts: ephemeral(arrival, text, [section(text)]) };
  }
  try {
    if (arrival.kind === 'action' && arrival.action === 'agree')
      return await answerAgreed(parts, asking, arrival);
    const member = await memberAsking(parts, arrival);
    if (arrival.kind === 'links')
      return member === null ? NOTHING : await answerLinks(parts, asking, { member, arrival });
    if (member === null) return askWho(arrival);
    if (arrival.kind === 'command')
      return await answerCommand(parts, asking, { member, text: arrival.text });
    if (arrival.kind === 'dialog') return await answerDialog(parts, asking, { member, arrival });
    return await answerPress(parts, asking, { member, arrival });
  } catch (error) {
    if (!(error instanceof Problem) || asking.signal.aborted) throw error;
    return notDone(asking, error.message);
  }
}

// A button that leads somewhere is told of too.
const isPlain = ({ action }: Pressed) => action === 'open';

async function answerAgreed(parts: SlackParts, asking: Asking, arrival: Pressed): Promise<Made> {
  const { text } = carried(z.object({ text: z.string() }), arrival);
  const member = await memberByAddress(parts, arrival);
  if (typeof member === 'string') return { parts: ephemeral(arrival, member, [section(member)]) };
  return agreed(arrival, member, await answerCommand(parts, asking, { member, text }));
}

async function answerPress(
  parts: SlackParts,
  asking: Asking,
  { member, arrival }: { member: Member; arrival: Pressed },
): Promise<Made> {
  if (arrival.action === 'share')
    return answerShare(parts, asking, { member, ...carried(shownSchema, arrival) });
  const { action } = arrival;
  if (isAlertAction(action))
    return answerAlertButton(parts, asking, { member, action, id: arrival.value });
  const { query: slug, values } = carried(chosenSchema, arrival);
  const query = await parts.catalog.find(slug, member);
  const asked = { member, query, values };
  return action === 'fill'
    ? openDialog(parts, asking, asked, null)
    : answerQuery(parts, asking, asked);
}

async function answerDialog(
  parts: SlackParts,
  asking: Asking,
  { member, arrival }: { member: Member; arrival: Extract<SlackArrival, { kind: 'dialog' }> },
): Promise<Made> {
  const query = await parts.catalog.find(arrival.query, member);
  const values = valuesOfDialog(query.parameters, arrival.fields);
  return answerQuery(parts, asking, { member, query, values });
}

function carried<T>(schema: z.ZodType<T>, { value }: Pressed): T {
  const read = schema.safeParse(jsonOf(value));
  if (read.success) return read.data;
  const detail = 'This button was made by another version of Sheetfeed. Ask again by the command.';
  throw new Problem('invalid_request', detail);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
