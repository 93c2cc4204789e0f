// Checks identity tokens: who signed them, for whom, and whether they still hold.
import type { JSONWebKeySet } from 'jose';

/** Somebody whose identity tokens are believed. */
export interface TokenIssuer {
  /** Accepted values of `iss`. */
  readonly issuers: readonly string[];
  /** Accepted values of `aud`. */
  readonly audiences: readonly string[];
  /** The public keys, or where to fetch them. */
  readonly keys: JSONWebKeySet | URL;
  /** When not empty, the token's `hd` must be one of them. */
  readonly allowedDomains: readonly string[];
}
