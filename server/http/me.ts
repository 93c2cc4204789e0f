// Says who is signed in.
import { Router } from 'express';
import { routes } from '../../domain/routes.ts';
import { memberView } from '../identity/members.ts';
import { memberOf } from './member-of.ts';

/** GET /api/me */
export function meRoutes(): Router {
  const router = Router();
  router.get(routes.me, (_request, response) => {
    response.json(memberView(memberOf(response)));
  });
  return router;
}
