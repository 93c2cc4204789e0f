// Who somebody in Slack is here: the member of the address that Slack has verified, once they have agreed to that.
import { z } from 'zod';
import { keepPerson, memberIdOf, type SlackPerson } from '../../catalog/slack/people.ts';
import { slackAnswerSchema } from '../../deliver/slack-api.ts';
import type { Member } from '../../identity/member.ts';
import type { SlackArrival } from './arrival.ts';
import { buttons, ephemeral, section } from './messages.ts';
import type { Made, SlackParts } from './parts.ts';

/** The member as whom somebody asks; null: they have not agreed, or cannot sign in any more. */
export async function memberAsking(
  { database, members }: Pick<SlackParts, 'database' | 'members'>,
  person: SlackPerson,
): Promise<Member | null> {
  const id = await memberIdOf(database, person);
  const member = id === null ? null : await members.find(id);
  return member && asked(member);
}

const asked = (member: Member): Member => ({ ...member, credential: { kind: 'slack' } });

/** Longer than what anybody types; of more nothing is carried along. */
const MOST_ASKED = 1_500;

/** Asks whether Sheetfeed may know who they are. */
export function askWho(arrival: SlackArrival): Made {
  const text =
    'Sheetfeed shows you here what you may see there, so it has to know who you are. ' +
    'May it ask Slack for your e-mail address, once, and remember you by it?';
  const words = arrival.kind === 'command' ? arrival.text : '';
  const value = { text: words.length > MOST_ASKED ? '' : words };
  const choice = buttons([
    { action: 'agree', words: 'Yes', value, style: 'primary' },
    { action: 'decline', words: 'No' },
  ]);
  return { parts: ephemeral(arrival, text, [section(text), ...choice]) };
}

const teamSchema = slackAnswerSchema.extend({
  team_id: z.string().optional().catch(undefined),
  enterprise_id: z.string().optional().catch(undefined),
});
const userSchema = slackAnswerSchema.extend({
  user: z
    .object({
      team_id: z.string(),
      deleted: z.boolean().default(false),
      is_bot: z.boolean().default(false),
      is_stranger: z.boolean().default(false),
      is_email_confirmed: z.boolean().default(false),
      profile: z.object({ email: z.string().optional() }),
      enterprise_user: z.object({ enterprise_id: z.string() }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** The member, or why there is none, in a sentence. Throws Unanswered. */
export async function memberByAddress(
  { api, members, baseUrl }: Pick<SlackParts, 'api' | 'members' | 'baseUrl'>,
  { person }: SlackPerson,
): Promise<Member | string> {
  const [own, found] = await Promise.all([
    api.call('auth.test', {}, (body) => teamSchema.parse(body)),
    api.callByForm('users.info', { user: person }, (body) => userSchema.parse(body)),
  ]);
  const { user } = found;
  if (!own.ok || user === undefined) {
    const why = found.error ?? own.error ?? `status ${found.status}`;
    return `Slack did not tell who you are (${why}). Ask whoever runs Sheetfeed; nothing was remembered.`;
  }
  if (user.deleted || user.is_bot || !isOwn(user, own))
    return 'Only people of this Slack workspace can ask Sheetfeed here.';
  const { email } = user.profile;
  if (email === undefined)
    return 'Slack does not tell your address: the app lacks the scope users:read.email. Ask whoever runs Sheetfeed.';
  if (!user.is_email_confirmed)
    return 'Slack has not confirmed your e-mail address. Confirm it in Slack, then ask again.';
  const member = await members.findByAddress(email);
  if (member !== null) return asked(member);
  return `Nobody has signed in to Sheetfeed as ${email}. Open ${baseUrl()} once and sign in, then ask again.`;
}

interface User {
  team_id: string;
  is_stranger: boolean;
  enterprise_user?: { enterprise_id: string } | undefined;
}

// The addresses of another company's people are verified by that company (docs.slack.dev/apis/slack-connect).
function isOwn(user: User, own: z.infer<typeof teamSchema>): boolean {
  if (user.is_stranger) return false;
  const { enterprise_id: enterprise } = own;
  const isOfEnterprise =
    enterprise !== undefined && user.enterprise_user?.enterprise_id === enterprise;
  return user.team_id === own.team_id || isOfEnterprise;
}

/** What was made, together with that they agreed. */
export function agreed(arrival: SlackArrival, member: Member, made: Made): Made {
  const { team, person } = arrival;
  return {
    parts: made.parts,
    change: {
      member,
      what: 'agreed to be known in Slack',
      async work(client, tell) {
        await keepPerson(client, { team, person }, member.id);
        tell(null, { team, person });
        return made.parts;
      },
    },
  };
}
