// Gives each request an id, and writes its line in the log.
import type { RequestHandler } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hideSecrets, type Log } from '../../log.ts';
import { newRequestId } from './request-id.ts';
import type { RequestLocals } from './request-locals.ts';

/** Gives each request an id, and one line in the log when it is done (the path without the values). */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const requestId = newRequestId();
    response.locals['requestId'] = requestId;
    response.setHeader('X-Request-Id', requestId);
    const memberId = () => (response.locals as RequestLocals).member?.id;
    logWhenDone(log, { request, response, requestId, memberId, address: request.ip });
    next();
  };
}

/** One line in the log when the answer is done; also for a plain handler of node:http. */
export function logWhenDone(
  log: Log,
  {
    request,
    response,
    requestId,
    memberId,
    address,
  }: {
    request: IncomingMessage;
    response: ServerResponse;
    requestId: string;
    memberId: () => string | undefined;
    /** Of the caller; told where the request was refused. */
    address?: string | undefined;
  },
): void {
  if (!log.isLevelEnabled('info')) return;
  const started = performance.now();
  // Routers shorten it meanwhile.
  const { method, url = '' } = request;
  // Of a connection that was cut Node too says that it finished, and that all was written.
  let whole = false;
  response.on('finish', () => (whole = !request.socket.destroyed));
  response.on('close', () => {
    const { statusCode: status } = response;
    const [asked = ''] = url.split('?', 1);
    const path = hideSecrets(asked);
    const ms = Math.round(performance.now() - started);
    const from = status >= 400 ? { address } : {};
    const line = { requestId, method, path, status, whole, ms, member: memberId(), ...from };
    log[isRoutine(path, status) ? 'debug' : 'info'](line, 'request');
  });
}

// Those who watch the server ask every few seconds, and what is well needs no line.
const isRoutine = (path: string, status: number) =>
  status < 400 && ['/healthz', '/readyz', '/metrics'].includes(path);
