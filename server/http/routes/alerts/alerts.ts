// Alerts over HTTP: made, changed, muted and ended by authors, seen by whoever sees their query.
import type pg from 'pg';
import { wrongWords } from '../../../../domain/alerts/every.ts';
import type { Alert, AlertContent } from '../../../../domain/contract/alert.ts';
import { Problem } from '../../../../domain/problem.ts';
import {
  findAlert,
  findFileAlert,
  listAlerts,
  muteAlert,
  type KnownAlert,
} from '../../../catalog/alerts/alerts.ts';
import { destinationsNamed } from '../../../catalog/deliveries/destinations.ts';
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import { ownerFrom, type KnownQuery } from '../../../catalog/queries/known-query.ts';
import type { Member } from '../../../identity/member.ts';
import { requireTimeZone } from '../../../runs/time-zone.ts';
import { checkValues } from '../../../runs/values.ts';
import type { AlertWatch } from '../../../watch/alert-watch.ts';
import { mailableAmong } from '../../../watch/mail-addresses.ts';
import {
  endAlert,
  makeAlert,
  mayAct,
  noAlert,
  rewriteAlert,
  type ChangeOptions,
  type SeenAlert,
} from '../../../watch/alert-changes.ts';
import type { Handlers } from '../../front/handlers.ts';
import { goneSignal } from '../../output/gone-signal.ts';
import { wholeContent } from './alert-content.ts';
import { alertViews, wholeAlertView } from './alert-view.ts';

export interface AlertOptions extends ChangeOptions {
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  alerts: AlertWatch;
}

type SeeingRows = 'GET alerts' | 'GET alert';
type ChangingRows = 'POST alerts' | 'PUT alert' | 'DELETE alert';
type ActingRows = 'POST evaluate' | 'POST mute';

export function alertHandlers(
  options: AlertOptions,
): Handlers<SeeingRows | ChangingRows | ActingRows> {
  return { ...seeing(options), ...changing(options), ...acting(options) };
}

function seeing(options: AlertOptions): Handlers<SeeingRows> {
  const { database } = options;
  return {
    async 'GET alerts'({ member, query: { query, firing } }) {
      const seen = await seenAlerts(options, query ?? null, member);
      const alerts = await alertViews(database, seen, member);
      if (firing === undefined) return { alerts };
      return { alerts: alerts.filter((alert) => isLoud(alert) === (firing === 'true')) };
    },
    async 'GET alert'({ member, params }) {
      return wholeAlertView(database, await seenAlert(options, params.id, member), member);
    },
  };
}

const isLoud = ({ state }: Pick<Alert, 'state'>) =>
  state === 'firing' || state === 'no_data' || state === 'failing';

function changing(options: AlertOptions): Handlers<ChangingRows> {
  return {
    async 'POST alerts'({ member, body: { query: slug, ...asked }, change }) {
      const query = await options.catalog.find(slug, member);
      const content = wholeContent(asked, query);
      await refuseUnfit(options, { query, content, member, before: [] });
      const id = await change((client, tell) => {
        tell(query.slug, { alert: content.name, when: content.when, to: content.to });
        return makeAlert(options, client, {
          ...{ query, content, owner: ownerFrom(member), fileName: null },
        });
      });
      return { id };
    },
    async 'PUT alert'({ member, params, body, change }) {
      const seen = await changeable(options, params.id, member);
      const { query, alert } = seen;
      const content = wholeContent(body, query);
      await refuseUnfit(options, { query, content, member, before: alert.content.to });
      const reason = `${nameOf(member)} changed what it watches.`;
      await change(async (client, tell) => {
        const before = await rewriteAlert(options, client, { seen, content, reason });
        tell(seen.query.slug, { alert: content.name, after: content, before });
      });
    },
    async 'DELETE alert'({ member, params, change }) {
      const seen = await changeable(options, params.id, member);
      await change(async (client, tell) => {
        const before = await endAlert(options, client, {
          ...{ seen, reason: `${nameOf(member)} ended the alert.` },
        });
        tell(seen.query.slug, { alert: before.name, before });
      });
    },
  };
}

function acting(options: AlertOptions): Handlers<ActingRows> {
  const { alerts } = options;
  return {
    async 'POST evaluate'({ member, params, body: { deliver }, change, response }) {
      const { alert, query } = await actable(options, params.id, member);
      const signal = goneSignal(response);
      await change(async (_, tell) => tell(query.slug, { alert: alert.content.name, deliver }));
      return deliver ? alerts.evaluateNow(alert, signal) : alerts.tryOut(alert, signal);
    },
    async 'POST mute'({ member, params, body: { until }, change }) {
      const { alert, query } = await actable(options, params.id, member);
      await change(async (client, tell) => {
        tell(query.slug, {
          ...{ alert: alert.content.name, until },
          before: { until: alert.mutedUntil },
        });
        await muteAlert(client, alert.id, until);
      });
    },
  };
}

async function seenAlerts(
  { catalog, database }: AlertOptions,
  slug: string | null,
  member: Member,
): Promise<SeenAlert[]> {
  const query = slug === null ? null : await catalog.find(slug, member);
  const slugs = query && [query.slug, ...query.formerly];
  return (await listAlerts(database, slugs)).flatMap((alert) => {
    const seen = query ?? catalog.visible(alert.query, member);
    return seen === null ? [] : [{ alert, query: seen }];
  });
}

async function seenAlert(
  { catalog, database }: AlertOptions,
  id: string,
  member: Member,
): Promise<SeenAlert> {
  const alert = (await findByFile({ catalog, database }, id)) ?? (await findAlert(database, id));
  const query = alert && catalog.visible(alert.query, member);
  if (alert === null || query === null) throw noAlert();
  return { alert, query };
}

async function changeable(options: AlertOptions, id: string, member: Member): Promise<SeenAlert> {
  const seen = await actable(options, id, member);
  if (seen.alert.fileName === null) return seen;
  const { file } = seen.query;
  const detail = `This alert is written in the file ${file}. Change it there.`;
  throw new Problem('method_not_allowed', detail, { allow: 'GET', file: file ?? '' });
}

async function actable(options: AlertOptions, id: string, member: Member): Promise<SeenAlert> {
  const seen = await seenAlert(options, id, member);
  if (mayAct(seen, member)) return seen;
  const detail = `Only ${seen.alert.owner.name || 'its owner'}, the owner of the query and admins may change this alert.`;
  throw new Problem('forbidden', detail);
}

// One of a file is known by its query's slug and its name: `invoices.inconsistent`.
async function findByFile(
  { catalog, database }: Pick<AlertOptions, 'catalog' | 'database'>,
  id: string,
): Promise<KnownAlert | null> {
  const [slug = '', name] = id.split('.');
  const query = name === undefined ? null : catalog.named(slug);
  if (name === undefined || query === null) return null;
  return findFileAlert(database, [query.slug, ...query.formerly], name);
}

const nameOf = ({ name, email }: Member) => name || email;

interface Fitting {
  query: KnownQuery;
  content: AlertContent;
  member: Member;
  /** Where it was sent before: who changes it leaves that as it is. */
  before: readonly string[];
}

// What can be found out now is told now: nobody is there when the clock finds it.
async function refuseUnfit(
  options: AlertOptions,
  { query, content: { every, values, to }, member, before }: Fitting,
): Promise<void> {
  const { access, database, timeZone, now } = options;
  if (query.status === 'draft')
    throw new Problem('invalid_request', 'A draft cannot be watched. Publish the query first.');
  if (typeof every !== 'string' && every.timeZone !== undefined) requireTimeZone(every.timeZone);
  const wrong = wrongWords(every, timeZone);
  if (wrong !== null) throw unfit('every', wrong);
  checkValues(query.parameters, values, { now: now(), timeZone });
  const added = to.filter((name) => !before.includes(name));
  const known = await destinationsNamed(database, added);
  const mailable = await mailableAmong(options, added);
  const stranger = added.find((name) => {
    if (mailable.has(name) && !known.has(name)) return false;
    const destination = known.get(name);
    return destination === undefined || !access.belongs(member, destination.usedBy);
  });
  if (stranger !== undefined)
    throw unfit(
      'to',
      `There is no destination named ${stranger} that you may use. An admin can make it, or let you.`,
    );
}

function unfit(at: string, message: string): Problem {
  return new Problem('invalid_request', message, { errors: [{ at, message }] });
}
