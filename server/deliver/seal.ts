// Encrypts what is secret of a destination with the keys of the settings (AES-256-GCM): the first one encrypts, all of
// them decrypt, so that a key can be replaced while the old one still opens what it closed.
import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';
import { Problem } from '../../domain/problem.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Seal {
  /** `about` is what the secret belongs to: it opens for nothing else. Throws Problem service_unavailable without a key. */
  close(secret: object, about: string): string;
  /** Throws Problem service_unavailable where no key opens it. */
  open<T>(sealed: string, about: string): T;
}

/** `keys`: 32 bytes each. */
export function createSeal(keys: readonly Buffer[]): Seal {
  return {
    close(secret, about) {
      const [key] = keys;
      if (key === undefined) throw withoutKey();
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(JSON.stringify(secret), 'utf8'), cipher.final()]);
      const whole = Buffer.concat([nonce, cipher.getAuthTag(), body]);
      return `${hintOf(key)}.${whole.toString('base64url')}`;
    },
    open<T>(sealed: string, about: string): T {
      const [hint = '', text = ''] = sealed.split('.');
      const key = keys.find((each) => hintOf(each) === hint);
      if (key === undefined) throw lostKey();
      const whole = Buffer.from(text, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, whole.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(about))
        .setAuthTag(whole.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const body = decipher.update(whole.subarray(NONCE_BYTES + TAG_BYTES));
      // Ours was encrypted by `close`, and the tag says that nobody changed it.
      return JSON.parse(Buffer.concat([body, decipher.final()]).toString('utf8')) as T;
    },
  };
}

/** Tells which key closed it, and nothing of the key. */
const hintOf = (key: Buffer) => hash('sha256', key, 'hex').slice(0, 8);

function withoutKey(): Problem {
  const detail =
    'A destination has a secret, and there is no key to keep it by. Ask who runs Sheetfeed to set ENCRYPTION_KEYS.';
  return new Problem('service_unavailable', detail);
}

function lostKey(): Problem {
  const detail =
    'The key that this secret was encrypted with is not among ENCRYPTION_KEYS any more. Put it back, or make the destination anew.';
  return new Problem('service_unavailable', detail);
}
