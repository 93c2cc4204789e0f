// The buttons below an alert's message in Slack: mute it, say that somebody is on it, show the rows of now.
import { ALERT_ACTIONS, type AlertAction } from '../../../domain/alerts/actions.ts';
import { own } from '../../../domain/own.ts';
import { Problem } from '../../../domain/problem.ts';
import { routes } from '../../../domain/routes.ts';
import { findAlert, muteAlert, takeAlert } from '../../catalog/alerts/alerts.ts';
import { ownerFrom } from '../../catalog/queries/known-query.ts';
import { escaped } from '../../deliver/slack-text.ts';
import type { Member } from '../../identity/member.ts';
import { mayAct, noAlert, type SeenAlert } from '../alert-changes.ts';
import type { Part } from './arrival.ts';
import { answerQuery } from './asked-query.ts';
import { section, toReply } from './messages.ts';
import type { Asking, Made, SlackParts } from './parts.ts';

const MUTED_MS = 24 * 60 * 60_000;

export const isAlertAction = (action: string): action is AlertAction =>
  own(ALERT_ACTIONS, action) !== undefined;

/** Throws Problem not_found for an alert that the member may not see, forbidden where they may not mute it. */
export async function answerAlertButton(
  parts: SlackParts,
  asking: Asking,
  { member, action, id }: { member: Member; action: AlertAction; id: string },
): Promise<Made> {
  const alert = await findAlert(parts.database, id);
  const query = alert && (await parts.catalog.found(alert.query, member));
  if (alert === null || query === null) throw noAlert();
  const seen = { alert, query };
  if (action === 'rows')
    return answerQuery(parts, asking, { member, query, values: alert.content.values });
  return action === 'mute'
    ? muted(parts, asking, seen, member)
    : taken(parts, asking, seen, member);
}

function muted(parts: SlackParts, asking: Asking, seen: SeenAlert, member: Member): Made {
  const { alert, query } = seen;
  const { name } = alert.content;
  if (!mayAct(seen, member)) {
    const detail = `Only authors who own ${name} or its query, and admins, may mute it.`;
    throw new Problem('forbidden', detail);
  }
  const until = new Date(Date.now() + MUTED_MS).toISOString();
  return {
    parts: [],
    change: {
      ...{ member, what: 'muted an alert' },
      async work(client, tell) {
        tell(query.slug, { alert: name, until, before: { until: alert.mutedUntil } });
        await muteAlert(client, alert.id, until);
        return toAll(parts, asking, seen, `${whoIs(member)} muted {} for a day.`);
      },
    },
  };
}

function taken(parts: SlackParts, asking: Asking, seen: SeenAlert, member: Member): Made {
  const { alert, query } = seen;
  return {
    parts: [],
    change: {
      ...{ member, what: 'is on an alert' },
      async work(client, tell) {
        const before = { by: alert.taken && whoIs(alert.taken.by) };
        tell(query.slug, { alert: alert.content.name, before });
        await takeAlert(client, alert.id, ownerFrom(member));
        return toAll(parts, asking, seen, `${whoIs(member)} is on {}.`);
      },
    },
  };
}

const whoIs = ({ name, email }: { name: string; email: string }) => name || email;

/** A line that everybody sees where the alert's message stands; `{}` is the alert. */
function toAll(
  { baseUrl }: SlackParts,
  { arrival }: Asking,
  { alert, query }: SeenAlert,
  sentence: string,
): Part[] {
  const link = `<${baseUrl()}${routes.alertsPage(query.slug)}|${escaped(alert.content.name)}>`;
  const [before = '', after = ''] = sentence.split('{}').map(escaped);
  return toReply(arrival.reply, {
    ...{ response_type: 'in_channel', replace_original: false },
    text: `${before}${escaped(alert.content.name)}${after}`,
    blocks: [section(`${before}${link}${after}`)],
  });
}
