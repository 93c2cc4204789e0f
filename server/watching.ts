// Puts together what the server does by itself: the clock, the alerts that it watches, and the messages that it delivers.
import type pg from 'pg';
import { ALERTS_DUE } from './catalog/alerts/claims.ts';
import { AUDIT_UNTOLD, forgetOldUntold } from './catalog/audit/untold.ts';
import { forgetEvaluations } from './catalog/alerts/evaluations.ts';
import { DELIVERIES_DUE, forgetDeliveries } from './catalog/deliveries/outbox.ts';
import { forgetNumbers } from './catalog/boards/board-numbers.ts';
import { forgetFrozen } from './catalog/frozen/frozen-runs.ts';
import { HOOKS_DUE } from './catalog/hooks/hooks.ts';
import { forgetArrivals, SLACK_DUE } from './catalog/slack/inbox.ts';
import type { KnownTables } from './catalog/sheet-tables/known-tables.ts';
import type { AuditTrail } from './catalog/audit/trail.ts';
import { TIMED_DUE } from './catalog/timed/claims.ts';
import { SENDS_BROKEN } from './catalog/timed/sheet-sends.ts';
import { forgetSlots } from './catalog/timed/timed.ts';
import type { BoardFiles } from './catalog/boards/board-files.ts';
import type { Catalog } from './catalog/queries/catalog.ts';
import { Clock, type KindOfWork } from './cluster/clock.ts';
import type { Maintenance } from './cluster/maintenance.ts';
import type { EverySecond } from './cluster/every-second.ts';
import { AuditWebhook } from './deliver/audit-webhook.ts';
import { Attachments } from './deliver/attachments.ts';
import { Deliveries, type DeliveriesOptions } from './deliver/deliveries.ts';
import { homeKey } from './deliver/home-key.ts';
import type { Post } from './deliver/kinds.ts';
import { createSeal } from './deliver/seal.ts';
import { SlackApi } from './deliver/slack-api.ts';
import type { Google } from './google/google.ts';
import type { Home } from './embedded/home.ts';
import type { Access } from './identity/access.ts';
import type { Members } from './identity/members.ts';
import type { Log } from './log.ts';
import { frozenLimitsOf } from './runs/frozen/freeze.ts';
import type { TellsWho } from './runs/sent/tells-who.ts';
import type { Runs } from './runs/runs.ts';
import type { Settings } from './settings/settings.ts';
import { AlertWatch } from './watch/alert-watch.ts';
import { FileAlerts } from './watch/file-alerts.ts';
import { tellStuck } from './watch/stuck-destinations.ts';
import type { SlackParts } from './watch/slack/parts.ts';
import { SlackWatch } from './watch/slack/slack-watch.ts';
import { HookWatch } from './watch/hook-watch.ts';
import { completeBrokenSends, type BrokenSendsParts } from './watch/sent-range.ts';
import { TimedWatch } from './watch/timed-watch.ts';

export interface WatchingParts {
  access: Access;
  boardFiles: BoardFiles;
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  everySecond: EverySecond;
  google: Google;
  /** While it is on, what is due waits. */
  maintenance: Pick<Maintenance, 'state'>;
  members: Members;
  runs: Runs;
  tables: KnownTables;
  tellsWho: TellsWho;
  trail: AuditTrail;
  log: Log;
  post: Post;
}

export interface Watching {
  alerts: AlertWatch;
  /** Where people reach this server, for the links in messages. */
  baseUrl: () => string;
  /** Something has come from Slack. */
  onSlack: () => void;
  /** Begins to watch and to deliver. */
  start(url: string): void;
  close(): Promise<void>;
}

/** A destination that has not answered by then has not answered. */
const POST_WITHIN_MS = 10_000;
const FORGET_EVERY_MS = 3_600_000;

/** How messages go out. Who has a home of their own has a key in it. */
export async function openPost(settings: Settings, home: Home | null): Promise<Post> {
  const { smtpUrl, mailFrom, slackBotToken, slackApiUrl } = settings;
  const hears = settings.slackSigningSecret !== null;
  const keys = settings.encryptionKeys ?? (home === null ? [] : [await homeKey(home)]);
  return {
    seal: createSeal(keys),
    allowed: settings.deliveryAllowedHosts,
    withinMs: POST_WITHIN_MS,
    mail: smtpUrl === null || mailFrom === null ? null : { smtpUrl, from: mailFrom },
    slackBot: slackBotToken === null ? null : { token: slackBotToken, apiUrl: slackApiUrl, hears },
  };
}

/** Puts it together; nothing is watched before `start`. */
export function openWatching(settings: Settings, parts: WatchingParts): Watching {
  const { timeZone } = settings;
  const { database, log } = parts;
  let url = '';
  let clock: Clock | null = null;
  const forgetting = setInterval(() => void forgetOld(parts, settings), FORGET_EVERY_MS);
  forgetting.unref();
  const baseUrl = () => url;
  const attachments = new Attachments(database);
  const frozen = frozenLimitsOf(settings);
  const onTold = () => clock?.look();
  const alerts = new AlertWatch({ ...parts, timeZone, frozen, onTold });
  const timed = new TimedWatch({ ...parts, timeZone, frozen, onTold });
  const { allowedDomains } = settings;
  const stuck = { ...parts, allowedDomains };
  const tell: DeliveriesOptions['tellStuck'] = (client, each) => tellStuck(stuck, client, each);
  const deliveries = new Deliveries({ ...parts, baseUrl, attachments, tellStuck: tell });
  const fileAlerts = new FileAlerts({ ...parts, timeZone, allowedDomains, now: () => new Date() });
  const hooks = new HookWatch({ ...parts, timeZone });
  const told = openAuditWebhook(settings, parts);
  const slack = openSlack(parts, { timeZone, frozen, baseUrl });
  return {
    ...{ alerts, baseUrl, onSlack: onTold },
    start(at) {
      url = at;
      fileAlerts.start();
      const isPaused = () => parts.maintenance.state !== null;
      const kinds = [
        { what: 'the alerts', isDue: ALERTS_DUE, work: () => alerts.work() },
        { what: 'the incoming webhooks', isDue: HOOKS_DUE, work: () => hooks.work() },
        { what: 'what is due at times', isDue: TIMED_DUE, work: () => timed.work() },
        { what: 'the messages', isDue: DELIVERIES_DUE, work: () => deliveries.work() },
        ...furtherWork(told, slack, { ...parts, timeZone }),
      ];
      clock = new Clock(parts.everySecond, log, { kinds, isPaused });
    },
    async close() {
      clearInterval(forgetting);
      await clock?.close();
      await fileAlerts.close();
      const working = [alerts, hooks, timed, deliveries, ...told, ...slack];
      await Promise.all(working.map((each) => each.close()));
    },
  };
}

const furtherWork = (
  told: AuditWebhook[],
  slack: SlackWatch[],
  sends: BrokenSendsParts,
): KindOfWork[] => [
  ...told.map((each) => ({ what: 'the audit', isDue: AUDIT_UNTOLD, work: () => each.work() })),
  ...slack.map((each) => ({ what: 'Slack', isDue: SLACK_DUE, work: () => each.work() })),
  { what: 'what was sent', isDue: SENDS_BROKEN, work: () => completeBrokenSends(sends) },
];

/** None where nobody is told. */
function openAuditWebhook(settings: Settings, parts: WatchingParts): AuditWebhook[] {
  const { auditWebhookUrl: url, auditWebhookSecret: secret } = settings;
  return url === null || secret === null
    ? []
    : [new AuditWebhook({ ...parts, to: { url, secret } })];
}

/** None where nobody asks from Slack. */
function openSlack(
  parts: WatchingParts,
  more: Pick<SlackParts, 'timeZone' | 'frozen' | 'baseUrl'>,
): SlackWatch[] {
  const { slackBot } = parts.post;
  if (slackBot?.hears !== true) return [];
  const stop = new AbortController();
  const api = new SlackApi(slackBot, { ...parts.post, signal: stop.signal });
  return [new SlackWatch({ ...parts, ...more, api }, stop)];
}

async function forgetOld(
  { database, log }: Pick<WatchingParts, 'database' | 'log'>,
  { auditDays, frozenDays }: Pick<Settings, 'auditDays' | 'frozenDays'>,
): Promise<void> {
  try {
    await forgetEvaluations(database, auditDays);
    await forgetDeliveries(database, auditDays);
    await forgetOldUntold(database, auditDays);
    await forgetSlots(database);
    await forgetFrozen(database, frozenDays);
    await forgetNumbers(database, auditDays);
    await forgetArrivals(database);
  } catch (error) {
    log.warn({ err: error }, 'what is old could not be deleted; trying later');
  }
}
