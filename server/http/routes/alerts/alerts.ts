// Alerts over HTTP: made, changed, muted and ended by authors, seen by whoever sees their query.
import type pg from 'pg';
import { wrongWords } from '../../../../domain/alerts/every.ts';
import type { Alert, AlertContent } from '../../../../domain/contract/alert.ts';
import { Problem } from '../../../../domain/problem.ts';
import { findAlert, listAlerts, muteAlert } from '../../../catalog/alerts/alerts.ts';
import { destinationIds } from '../../../catalog/deliveries/destinations.ts';
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import type { KnownQuery } from '../../../catalog/queries/known-query.ts';
import type { Member } from '../../../identity/member.ts';
import { requireTimeZone } from '../../../runs/time-zone.ts';
import { checkValues } from '../../../runs/values.ts';
import type { AlertWatch } from '../../../watch/alert-watch.ts';
import {
  endAlert,
  makeAlert,
  noAlert,
  rewriteAlert,
  type ChangeOptions,
  type SeenAlert,
} from '../../../watch/alert-changes.ts';
import type { Handlers } from '../../front/handlers.ts';
import { goneSignal } from '../../output/gone-signal.ts';
import { alertViews, mayChange, wholeAlertView } from './alert-view.ts';

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
    async 'POST alerts'({ member, body: { query: slug, ...content }, change }) {
      const query = await options.catalog.find(slug, member);
      await refuseUnfit(options, query, content);
      const id = await change((client, tell) => {
        tell(query.slug, { alert: content.name, when: content.when, to: content.to });
        return makeAlert(options, client, { query, content, member });
      });
      return { id };
    },
    async 'PUT alert'({ member, params, body: content, change }) {
      const seen = await changeable(options, params.id, member);
      await refuseUnfit(options, seen.query, content);
      await change(async (client, tell) => {
        const before = await rewriteAlert(options, client, { seen, content, member });
        tell(seen.query.slug, { alert: content.name, after: content, before });
      });
    },
    async 'DELETE alert'({ member, params, change }) {
      const seen = await changeable(options, params.id, member);
      await change(async (client, tell) => {
        const before = await endAlert(options, client, { seen, member });
        tell(seen.query.slug, { alert: before.name, before });
      });
    },
  };
}

function acting(options: AlertOptions): Handlers<ActingRows> {
  const { alerts } = options;
  return {
    async 'POST evaluate'({ member, params, body: { deliver }, change, response }) {
      const { alert, query } = await changeable(options, params.id, member);
      const signal = goneSignal(response);
      await change(async (_, tell) => tell(query.slug, { alert: alert.content.name, deliver }));
      return deliver ? alerts.evaluateNow(alert, signal) : alerts.tryOut(alert, signal);
    },
    async 'POST mute'({ member, params, body: { until }, change }) {
      const { alert, query } = await changeable(options, params.id, member);
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
  const alert = await findAlert(database, id);
  const query = alert && catalog.visible(alert.query, member);
  if (alert === null || query === null) throw noAlert();
  return { alert, query };
}

async function changeable(options: AlertOptions, id: string, member: Member): Promise<SeenAlert> {
  const seen = await seenAlert(options, id, member);
  if (mayChange(seen, member)) return seen;
  const detail = `Only ${seen.alert.owner.name || 'its owner'}, the owner of the query and admins may change this alert.`;
  throw new Problem('forbidden', detail);
}

// What can be found out now is told now: nobody is there when the clock finds it.
async function refuseUnfit(
  { database, timeZone, now }: AlertOptions,
  query: KnownQuery,
  { every, values, to }: AlertContent,
): Promise<void> {
  if (query.status === 'draft')
    throw new Problem('invalid_request', 'A draft cannot be watched. Publish the query first.');
  if (typeof every !== 'string' && every.timeZone !== undefined) requireTimeZone(every.timeZone);
  const wrong = wrongWords(every, timeZone);
  if (wrong !== null) throw unfit('every', wrong);
  checkValues(query.parameters, values, { now: now(), timeZone });
  const known = await destinationIds(database, to);
  const stranger = to.find((name) => !known.has(name));
  if (stranger !== undefined)
    throw unfit('to', `There is no destination named ${stranger}. An admin can make it.`);
}

function unfit(at: string, message: string): Problem {
  return new Problem('invalid_request', message, { errors: [{ at, message }] });
}
