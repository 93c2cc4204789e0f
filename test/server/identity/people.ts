// Persons who sign in at a test's server with tokens of an issuer that the test made.
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Role } from '../../../domain/contract/member.ts';
import type { StartOptions } from '../../../server/main.ts';
import type { Asked } from '../../support/server.ts';

const issuer = 'https://people.example.com';
const audience = 'test';

export interface People {
  options: StartOptions;
  /** The headers of the person's requests, with more of them. */
  as(name: string, more?: Record<string, string>): { headers: Record<string, string> };
}

/** Members by their names; each with a role. */
export async function peopleOf(roles: Record<string, Role>): Promise<People> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' };
  const tokens: Record<string, string> = {};
  for (const name of Object.keys(roles)) {
    tokens[name] = await new SignJWT({ email: emailOf(name), email_verified: true, name })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setSubject(name)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
  }
  return {
    options: {
      tokenIssuers: [
        { issuers: [issuer], audiences: [audience], keys: { keys: [key] }, allowedDomains: [] },
      ],
      members: Object.entries(roles).map(([name, role]) => ({
        ...{ id: name, name, role, email: emailOf(name) },
      })),
    },
    as: (name, more = {}) => ({ headers: { authorization: `Bearer ${tokens[name]}`, ...more } }),
  };
}

function emailOf(name: string): string {
  return `${name}@example.com`;
}

/** A request with a body. */
export function sending(
  method: string,
  body: unknown,
  { headers }: { headers: Record<string, string> } = { headers: {} },
): Asked {
  return { method, headers, ...(body === undefined ? {} : { body }) };
}
