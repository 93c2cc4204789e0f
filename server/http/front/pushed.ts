// What the repository of the catalog's files says when something was pushed: then it is read at once. Path and body are GitHub's and
// GitLab's, so it is no row of the table of routes.
import express, { Router, type Request, type RequestHandler } from 'express';
import { createHmac } from 'node:crypto';
import { Problem } from '../../../domain/problem.ts';
import type { GitFolder } from '../../catalog/git/git-folder.ts';
import type { Guesses } from '../../identity/guesses.ts';
import { isSameSecret } from '../../identity/secrets.ts';
import { networkOf } from '../../identity/network.ts';

interface PushedOptions {
  repository: GitFolder | null;
  guesses: Guesses | null;
}

export const PUSHED_PATH = '/catalog-git';

/** GitHub sends up to 25 MB; of a push it is a few kilobytes for each commit. */
const MOST_BYTES = '25mb';

/** `secret` null: nobody says so, and there is nothing at this path. */
export function pushed(secret: string | null, { repository, guesses }: PushedOptions): Router {
  const router = Router();
  if (secret === null || repository === null) return router;
  const read = express.raw({ limit: MOST_BYTES, type: () => true });
  router.post('/', read, requireSecret(secret, guesses), (_request, response) => {
    // Whoever pushed does not wait for it; what fails is told in the log.
    void repository.renew();
    response.status(202).end();
  });
  return router;
}

function requireSecret(secret: string, guesses: Guesses | null): RequestHandler {
  return (request, _response, next) => {
    if (isSigned(secret, request)) return next();
    guesses?.countWrong(networkOf(request.ip ?? ''));
    throw new Problem('unauthenticated', 'This is not signed with CATALOG_GIT_WEBHOOK_SECRET.');
  };
}

// docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries signs the body; GitLab
// (docs.gitlab.com/user/project/integrations/webhooks) sends the secret itself.
function isSigned(secret: string, request: Request): boolean {
  const signature = request.get('x-hub-signature-256');
  if (signature === undefined) return isSameSecret(request.get('x-gitlab-token') ?? '', secret);
  const body: unknown = request.body;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  return isSameSecret(
    signature,
    `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`,
  );
}
