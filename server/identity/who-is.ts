// Says who is calling: the holder of an identity token or, in local mode, the local admin.
import type { IncomingMessage } from 'node:http';
import { Problem } from '../../domain/problem.ts';
import { localAdmin, type Members } from './members.ts';
import type { Member } from './member.ts';
import type { CheckToken } from './tokens.ts';

/** Works on any request of node:http. Throws Problem unauthenticated, forbidden, service_unavailable. */
export type WhoIs = (request: Pick<IncomingMessage, 'headers'>) => Promise<Member>;

/** `checkToken` null: no issuer is known, so every token is refused. */
export function createWhoIs(options: {
  isLocal: boolean;
  checkToken: CheckToken | null;
  members: Members;
}): WhoIs {
  const { isLocal, checkToken, members } = options;
  return async ({ headers }) => {
    const token = bearerToken(headers.authorization);
    if (token === null && isLocal) return localAdmin;
    if (token === null) {
      throw new Problem(
        'unauthenticated',
        'You are not signed in. Open Sheetfeed from Google Sheets, or send an identity token.',
      );
    }
    if (checkToken === null) {
      const detail =
        'This server runs for one person on one computer and takes no sign-in. Leave the token out.';
      throw new Problem('unauthenticated', detail);
    }
    return members.signedIn(await checkToken(token));
  };
}

/** The token of an Authorization header; null when there is no header. */
export function bearerToken(header: string | undefined): string | null {
  if (header === undefined) return null;
  const token = /^bearer +([\w.~+/-]+=*)$/i.exec(header.trim())?.[1];
  if (token !== undefined) return token;
  throw new Problem(
    'unauthenticated',
    'The Authorization header is not understood. Send it as "Bearer" and the identity token.',
  );
}
