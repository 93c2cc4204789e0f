// Why a sign-in failed, in words for whoever runs Sheetfeed, from what openid-client and jose throw.

const byCode: Record<string, string> = {
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED:
    'a time in the identity token does not fit the clock of this machine; the clocks differ, or it took too long',
  ERR_JWT_EXPIRED: 'the identity token has expired, or the clock of this machine is fast',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED:
    'a claim of the identity token is not what the settings say; compare OIDC_ISSUER and OIDC_CLIENT_ID',
  OAUTH_KEY_SELECTION_FAILED:
    'the identity token is signed by a key that the issuer does not publish',
  ERR_JWKS_NO_MATCHING_KEY:
    'the identity token is signed by a key that the issuer does not publish',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'the signature of the identity token is not valid',
  OAUTH_TIMEOUT: 'the issuer did not answer in time',
};
// https://www.rfc-editor.org/rfc/rfc6749#section-5.2
const byError: Record<string, string> = {
  invalid_client: 'the issuer refuses the client; check OIDC_CLIENT_ID and OIDC_CLIENT_SECRET',
  unauthorized_client: 'the issuer does not let this client sign people in by a code',
  invalid_grant:
    'the issuer does not take the code: it was used or is old, or PUBLIC_URL is not what it knows',
  redirect_uri_mismatch: 'the issuer knows another return address; check PUBLIC_URL',
  access_denied: 'the person or the issuer said no',
};

/** A phrase; the error itself is in the log beside it. */
export function whySignInFailed(error: unknown): string {
  const { error: oauth, code, cause, message } = (error ?? {}) as Record<string, unknown>;
  const known = byError[String(oauth)] ?? byCode[String(code)];
  if (known !== undefined) return known;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) {
    return byCode[String(cause.code)] ?? String(message);
  }
  return typeof message === 'string' ? message : 'for no reason that is known';
}
