// Whether a request comes from Slack: its signature, and its time (docs.slack.dev/authentication/verifying-requests-from-slack).
import { createHmac } from 'node:crypto';
import { isSameSecret } from '../../identity/secrets.ts';

/** Older requests may be somebody else's who saw one. */
const MOST_OFF_SECONDS = 300;

export interface Signed {
  /** As the headers `X-Slack-Signature` and `X-Slack-Request-Timestamp` say. */
  signature: string | undefined;
  timestamp: string | undefined;
  body: Buffer;
}

/** Takes as long for a wrong signature as for the right one. */
export function isFromSlack(
  secret: string,
  { signature, timestamp, body }: Signed,
  now: Date,
): boolean {
  if (signature === undefined || timestamp === undefined || !/^\d{1,12}$/.test(timestamp))
    return false;
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body);
  const isSigned = isSameSecret(`v0=${expected.digest('hex')}`, signature);
  const off = Math.abs(now.getTime() / 1_000 - Number(timestamp));
  return isSigned && off <= MOST_OFF_SECONDS;
}
