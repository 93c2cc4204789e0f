// The only place that writes an error response.
import type { ErrorRequestHandler, Request } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Problem, problemBody, type ProblemBody } from '../../../domain/problem.ts';
import type { Log } from '../../log.ts';
import { databaseProblem } from '../../database/database-problem.ts';
import { whySignInFailed } from '../../identity/sign-in-failure.ts';
import { TOO_MANY_PARTS } from './json-parts.ts';
import { problemPage } from './problem-page.ts';

const mediaType = 'application/problem+json';

/** Turns everything that was thrown into a problem; what nobody expected goes to the log with its request id. */
export function problemHandler(log: Log): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, request, response, _next) => {
    const { requestId } = response.locals as { requestId?: string };
    answerProblem(error, { request, response, requestId, log });
  };
}

/** Answers with the problem that was thrown; also for a plain handler of node:http. */
export function answerProblem(
  error: unknown,
  {
    request,
    response,
    requestId,
    log,
  }: {
    request: IncomingMessage;
    response: ServerResponse;
    requestId: string | undefined;
    log: Log;
  },
): void {
  const problem = problemFrom(error);
  // What waits for the end of maintenance has not failed.
  if (problem.status >= 500 && problem.extras['maintenance'] === undefined) {
    const line = { requestId, code: problem.code, err: problem.cause ?? error };
    log.error(line, 'a request failed');
  } else if (problem.code === 'unauthenticated' && problem.cause !== undefined) {
    // The caller is told less: what was wrong is for whoever runs the server.
    log.warn(
      { requestId, err: problem.cause },
      `a sign-in failed: ${whySignInFailed(problem.cause)}`,
    );
  }
  // Cut the connection: an answer that began must not look complete. By a reset, since to HTTP/1.0 (which
  // proxies speak too) an ordinary end of the connection is the end of a whole answer.
  if (response.headersSent) return void request.socket.resetAndDestroy();
  const body = problemBody(problem);
  sendProblem(request, response, requestId === undefined ? body : { ...body, requestId });
}

/** The problem that a thrown value amounts to. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return bodyProblem(error) ?? databaseProblem(error) ?? internalProblem(error);
}

function sendProblem(request: IncomingMessage, response: ServerResponse, body: ProblemBody): void {
  response.statusCode = body.status;
  for (const name of ['ETag', 'Content-Encoding', 'Content-Disposition', 'Content-Length']) {
    response.removeHeader(name);
  }
  response.setHeader('Cache-Control', 'no-store');
  response.appendHeader('Vary', 'Accept');
  if (body.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  if (typeof body['allow'] === 'string') response.setHeader('Allow', body['allow']);
  if (body.retryAfterSeconds !== undefined) {
    response.setHeader('Retry-After', String(Math.ceil(body.retryAfterSeconds)));
  }
  // Express sets `url` to what is left of it within a router.
  const { originalUrl: url = request.url ?? '' } = request as Partial<Request>;
  const isPage = wantsPage(request, url);
  const text = isPage ? problemPage(body, url) : JSON.stringify(body);
  response.setHeader('Content-Type', `${isPage ? 'text/html' : mediaType}; charset=utf-8`);
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

// Browsers that open an address name text/html; fetch, curl and scripts do not.
function wantsPage({ headers }: IncomingMessage, url: string): boolean {
  const isPage = !/^\/(api|metrics|healthz|readyz|openapi)\b/.test(url);
  return isPage && (headers.accept ?? '').includes('text/html');
}

// The errors of body-parser and of Express itself have a `status`, and the former a `type`.
function bodyProblem(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  const { type } = error as { type?: unknown };
  if (type === 'entity.too.large') {
    return new Problem(
      'request_too_large',
      'The request is larger than this server takes. Send less at once.',
      {},
      error,
    );
  }
  if (type === TOO_MANY_PARTS) {
    const detail =
      'The request has more parts than this server takes: at most 30,000 values, 5,000 lists and objects, and 100 levels. Send less at once.';
    return new Problem('request_too_large', detail, {}, error);
  }
  if (type === 'entity.parse.failed') {
    return new Problem(
      'invalid_request',
      `The body is not valid JSON: ${error.message}.`,
      {},
      error,
    );
  }
  if (error.status === 404) {
    return new Problem('not_found', 'There is nothing at this address.', {}, error);
  }
  if (typeof error.status === 'number' && error.status >= 400 && error.status < 500) {
    return new Problem(
      'invalid_request',
      'The request is not understood. Check its address and its body.',
      {},
      error,
    );
  }
  return null;
}

function internalProblem(error: unknown): Problem {
  const detail =
    'Something went wrong on the server. Try again; if it goes on, give the request id to whoever runs Sheetfeed.';
  return new Problem('internal', detail, {}, error);
}

const details: Record<string, string> = {
  HPE_HEADER_OVERFLOW: 'The headers of the request are too large.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request took too long to arrive.',
};

/** Answers bytes that are not HTTP, or headers that are too large, and closes the connection. */
export function refuseBadRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const detail = details[error.code ?? ''] ?? 'The request is not valid HTTP.';
  const body = JSON.stringify(problemBody(new Problem('invalid_request', detail)));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: ${mediaType}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
