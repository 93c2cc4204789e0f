// The leave that a member gives the server at Google, over HTTP: asked for, kept, shown, forgotten.
import type pg from 'pg';
import { Problem } from '../../../domain/problem.ts';
import { deleteGrant, endGrant, findGrant, putGrant } from '../../catalog/google-grants.ts';
import type { MemberGrants } from '../../google/member-grants.ts';
import type { Handlers } from '../front/handlers.ts';

export interface GoogleGrantOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  grants: MemberGrants;
}

type GoogleGrantRows =
  'GET googleGrant' | 'POST googleGrantBegin' | 'POST googleGrant' | 'DELETE googleGrant';

export function googleGrantHandlers({
  database,
  grants,
}: GoogleGrantOptions): Handlers<GoogleGrantRows> {
  return {
    async 'GET googleGrant'({ member, response }) {
      response.setHeader('Cache-Control', 'no-store');
      const kept = await findGrant(database, member.id);
      const grant = kept && { email: kept.email, madeAt: kept.madeAt.toISOString() };
      return { isOffered: grants.areOffered, grant };
    },
    async 'POST googleGrantBegin'({ member, body }) {
      const address = await grants.begin(member, body);
      return { address: address.href };
    },
    async 'POST googleGrant'({ member, body, change }) {
      const { kept, returnTo } = await grants.finish(member, body);
      try {
        await change(async (client, tell) => {
          tell(member.email, { email: kept.email });
          if (!(await putGrant(client, member.id, kept))) throw notIn();
        });
      } catch (error) {
        // Google has given it; nobody keeps it.
        await endGrant(database, member.id, kept);
        throw error;
      } finally {
        grants.tellOfEnded();
      }
      return { returnTo, email: kept.email };
    },
    async 'DELETE googleGrant'({ member, change }) {
      await change(async (client, tell) => {
        const was = await deleteGrant(client, member.id);
        if (was === null) throw new Problem('not_found', 'You have given no such leave.');
        tell(member.email, { before: { email: was.email } });
      });
      grants.tellOfEnded();
    },
  };
}

function notIn(): Problem {
  return new Problem('unauthenticated', 'You cannot sign in any more. Ask an admin of Sheetfeed.');
}
