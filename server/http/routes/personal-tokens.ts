// A member's personal tokens: made, listed with their last use, revoked.
import { Problem } from '../../../domain/problem.ts';
import { localAdmin } from '../../identity/members.ts';
import type { PersonalTokens } from '../../identity/personal-tokens.ts';
import type { Handlers } from '../front/handlers.ts';

type TokenRows = 'GET personalTokens' | 'POST personalTokens' | 'DELETE personalToken';

export function personalTokenHandlers({
  personalTokens,
}: {
  personalTokens: PersonalTokens;
}): Handlers<TokenRows> {
  return {
    async 'GET personalTokens'({ member, response }) {
      response.setHeader('Cache-Control', 'no-store');
      return { tokens: await personalTokens.list(member.id) };
    },
    async 'POST personalTokens'({ member, body, change, response }) {
      if (member.id === localAdmin.id) throw noTokenNeeded();
      response.setHeader('Cache-Control', 'no-store');
      return change(async (client, tell) => {
        tell(body.name, { scopes: body.scopes, days: body.days });
        return personalTokens.make(client, member.id, body);
      });
    },
    async 'DELETE personalToken'({ member, params, change }) {
      await change(async (client, tell) => {
        const name = await personalTokens.revoke(client, member.id, params.id);
        if (name === null) throw noToken();
        tell(name);
      });
    },
  };
}

function noToken(): Problem {
  return new Problem('not_found', 'You have no such token; it may have been revoked already.');
}

function noTokenNeeded(): Problem {
  return new Problem(
    'forbidden',
    'Programs on this computer need no token, for nobody signs in to this server.',
  );
}
