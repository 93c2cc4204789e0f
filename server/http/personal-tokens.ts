// A member's personal tokens: made, listed with their last use, revoked.
import { Router } from 'express';
import { newPersonalTokenSchema } from '../../domain/contract/session.ts';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { localAdmin } from '../identity/members.ts';
import type { PersonalTokens } from '../identity/personal-tokens.ts';
import { tellAudit } from './audited.ts';
import { checked } from './checked.ts';
import { memberOf } from './member-of.ts';

export function personalTokenRoutes({
  personalTokens,
}: {
  personalTokens: PersonalTokens;
}): Router {
  const router = Router();
  router.get(routes.personalTokens, async (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.json({ tokens: await personalTokens.list(memberOf(response).id) });
  });
  router.post(routes.personalTokens, async (request, response) => {
    const wanted = checked(newPersonalTokenSchema, request.body);
    const { id } = memberOf(response);
    if (id === localAdmin.id) throw noTokenNeeded();
    response.setHeader('Cache-Control', 'no-store');
    tellAudit(response, wanted.name, { scopes: wanted.scopes, days: wanted.days });
    response.status(201).json(await personalTokens.make(id, wanted));
  });
  router.delete(routes.personalToken(':id'), async (request, response) => {
    const revoked = await personalTokens.revoke(
      memberOf(response).id,
      String(request.params['id']),
    );
    if (!revoked) {
      throw new Problem('not_found', 'You have no such token; it may have been revoked already.');
    }
    response.status(204).end();
  });
  return router;
}

function noTokenNeeded(): Problem {
  return new Problem(
    'forbidden',
    'Programs on this computer need no token, for nobody signs in to this server.',
  );
}
