// The leave that members give the server for spreadsheets that they pick at Google: asked for, kept encrypted, used, taken back.
import { createHash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { Problem } from '../../domain/problem.ts';
import {
  endedGrants,
  findGrant,
  forgetEnded,
  keepGrantStart,
  takeGrantStart,
  type KnownGrant,
} from '../catalog/google-grants.ts';
import type { Log } from '../log.ts';
import type { Google, PickedGrants } from './google.ts';
import { fixedGrant, type Grant } from './grant.ts';
import { consentUrl, pickedGrant, redeem, revoke, type GrantClient } from './picked-grant.ts';

export interface MemberGrantsOptions {
  /** Null: people are not asked for it. */
  client: GrantClient | null;
  /** Sheetfeed's own. */
  database: pg.Pool;
  /** Encrypts what is kept of them. */
  seal: {
    close(secret: object, about: string): string;
    open<T>(sealed: string, about: string): T;
  };
  google: Pick<Google, 'tokenParts' | 'call'>;
  log: Log;
}

interface Secret {
  refreshToken: string;
}

/** Of more members a token is asked for again. */
const MOST_KNOWN = 2_000;

export class MemberGrants implements PickedGrants {
  readonly #options: MemberGrantsOptions;
  /** With their tokens of the hour, by what is kept of them. */
  readonly #known = new LRUCache<string, Grant>({ max: MOST_KNOWN });

  constructor(options: MemberGrantsOptions) {
    this.#options = options;
  }

  /** Whether people are asked for it at all. */
  get areOffered(): boolean {
    return this.#options.client !== null;
  }

  /** The address at Google where the member says yes, and picks. Throws Problem google_not_set_up. */
  async begin(
    member: { id: string; email: string },
    { returnTo, spreadsheet }: { returnTo: string; spreadsheet?: string | undefined },
  ): Promise<URL> {
    const client = this.#client();
    const state = randomBytes(32).toString('base64url');
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    await keepGrantStart(this.#options.database, { state, member: member.id, verifier, returnTo });
    return consentUrl(client, { state, challenge, email: member.email, spreadsheet });
  }

  /** What is to be kept of what Google sent back; works once. Throws Problem forbidden, google_not_set_up, google_unavailable. */
  async finish(
    member: { id: string },
    { state, code }: { state: string; code: string },
  ): Promise<{ kept: Pick<KnownGrant, 'sealed' | 'email'>; returnTo: string }> {
    const { database, seal, google } = this.#options;
    const client = this.#client();
    const started = await takeGrantStart(database, { state, member: member.id });
    if (started === null) throw notBegun();
    const { verifier, returnTo } = started;
    const { refreshToken, accessToken } = await redeem(
      client,
      { code, verifier },
      google.tokenParts,
    );
    const secret: Secret = { refreshToken };
    const email = await this.#emailOf(accessToken);
    return { kept: { sealed: seal.close(secret, about(member.id)), email }, returnTo };
  }

  /** Null where the member gave none. Read anew each time, so that one that was taken back is used no more. */
  async of(member: string): Promise<Grant | null> {
    const { database, client, google } = this.#options;
    if (client === null) return null;
    const kept = await findGrant(database, member);
    if (kept === null) return null;
    const { sealed, email } = kept;
    const known = this.#known.get(sealed);
    if (known) return known;
    const refreshToken = this.#refreshToken(member, sealed);
    const grant = pickedGrant(client, { refreshToken, email, member }, google.tokenParts);
    this.#known.set(sealed, grant);
    return grant;
  }

  /** Tells Google of all that are over here; nobody waits for it. What it does not hear of is not used any more all the same. */
  tellOfEnded(): void {
    this.#revokeEnded().catch((error: unknown) =>
      this.#options.log.warn({ err: error }, 'which leaves are over could not be read'),
    );
  }

  async #revokeEnded(): Promise<void> {
    const { database } = this.#options;
    for (const { member, sealed } of await endedGrants(database)) {
      this.#known.delete(sealed);
      if (await this.#revoke(member, sealed)) await forgetEnded(database, sealed);
    }
  }

  /** False where it is to be tried again. */
  async #revoke(member: string, sealed: string): Promise<boolean> {
    const { log, google } = this.#options;
    let refreshToken: string;
    try {
      refreshToken = this.#refreshToken(member, sealed);
    } catch (error) {
      // Whose it was was erased, or its key is gone.
      log.warn({ err: error }, 'a leave at Google that is over cannot be read any more');
      return true;
    }
    try {
      await revoke(refreshToken, google.tokenParts);
      return true;
    } catch (error) {
      log.warn({ err: error }, 'Google could not be told that a leave is over');
      return false;
    }
  }

  // As whom a token speaks (developers.google.com/workspace/drive/api/reference/rest/v3/about/get).
  async #emailOf(token: string): Promise<string> {
    const { user } = await this.#options.google.call<{ user?: { emailAddress?: string } }>({
      ...{ grant: fixedGrant('', token), spreadsheet: 'about', kind: 'read', method: 'GET' },
      ...{ api: 'drive', path: '/drive/v3/about?fields=user(emailAddress)' },
    });
    return user?.emailAddress ?? '';
  }

  #refreshToken(member: string, sealed: string): string {
    return this.#options.seal.open<Secret>(sealed, about(member)).refreshToken;
  }

  #client(): GrantClient {
    const { client } = this.#options;
    if (client !== null) return client;
    const detail =
      'People cannot give this server leave for spreadsheets that they pick: an admin sets GOOGLE_GRANT_CLIENT_ID.';
    throw new Problem('google_not_set_up', detail);
  }
}

const about = (member: string) => `the Google grant of ${member}`;

function notBegun(): Problem {
  const detail = 'It was begun by somebody else, took too long, or was used already. Begin again.';
  return new Problem('forbidden', detail);
}
