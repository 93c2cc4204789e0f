// The simulated Google as HTTP: texts in, texts out. Who listens, or pretends to, is somebody else's.
import { ApiError, invalidFields } from './errors.ts';
import type { GoogleApi } from './google-api.ts';

export interface HttpCall {
  method: string;
  /** With what stands behind the question mark. */
  path: string;
  text: string;
  /** The address of who calls; null: nobody said. */
  as: string | null;
}

export interface HttpAnswer {
  status: number;
  type: string;
  text: string;
}

/** What Google's front end takes at most (seen in a public project's issue). */
export const mostBytes = 10_485_760;

/** Answers as Google's front end does: JSON that cannot be read, and nobody's call, are refused too. */
export function answerHttp(api: GoogleApi, { method, path, text, as }: HttpCall): HttpAnswer {
  try {
    if (as === null) throw unauthenticated();
    const { status, body, type } = api.call({ method, path, body: readBody(text), as });
    if (type !== undefined) return { status, type, text: String(body) };
    return json(status, body);
  } catch (error) {
    if (error instanceof ApiError) return json(error.code, error.body);
    throw error;
  }
}

function json(status: number, body: unknown): HttpAnswer {
  const text = body === null ? '' : `${JSON.stringify(body)}\n`;
  return { status, type: 'application/json; charset=UTF-8', text };
}

function readBody(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
    const description = `Invalid JSON payload received. ${first}`;
    throw invalidFields([{ field: '', description }]);
  }
}

function unauthenticated(): ApiError {
  return new ApiError(
    'UNAUTHENTICATED',
    'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
  );
}
