// Ending a subscription by the link in its message: without a sign-in, since whoever has the message is who gets it.
import type pg from 'pg';
import { AuditTrail } from '../../../catalog/audit/trail.ts';
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import {
  deleteTimed,
  findSubscription,
  type KnownSubscription,
} from '../../../catalog/timed/timed.ts';
import type { Post } from '../../../deliver/kinds.ts';
import { subscriptionIn } from '../../../deliver/unsubscribing.ts';
import type { Member } from '../../../identity/member.ts';
import type { Handlers } from '../../front/handlers.ts';

export interface UnsubscribeOptions {
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  post: Post;
  trail: AuditTrail;
}

type UnsubscribeRows = 'GET unsubscribe' | 'POST unsubscribePage';

export function unsubscribeHandlers(options: UnsubscribeOptions): Handlers<UnsubscribeRows> {
  const { catalog, database, post, trail } = options;
  return {
    async 'GET unsubscribe'({ params, response }) {
      response.setHeader('Cache-Control', 'no-store');
      const known = await findSubscription(database, subscriptionIn(params.token, post.seal));
      if (known === null) return { queryTitle: '', to: '', ended: true };
      const queryTitle = catalog.named(known.query)?.title ?? known.query;
      return { queryTitle, to: known.content.to, ended: false };
    },
    // A second press, or a mail program that asks again, finds it done.
    async 'POST unsubscribePage'({ params, request }) {
      const known = await findSubscription(database, subscriptionIn(params.token, post.seal));
      if (known === null) return;
      const change = trail.change({
        ...{ kind: 'change', member: memberOf(known), what: 'ended a subscription by its link' },
        ...{ subject: known.query, details: { before: known.content } },
        address: request.ip ?? null,
      });
      await change(async (client) => deleteTimed(client, known.id));
    },
  };
}

const memberOf = ({ owner: { id, name, email } }: KnownSubscription): Member => ({
  ...{ id: id ?? '', name, email, role: 'viewer' },
});
