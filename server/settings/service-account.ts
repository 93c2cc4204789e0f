// The key file of a service account of Google's, as the Cloud console gives it.
import { createPrivateKey } from 'node:crypto';

export interface ServiceAccount {
  email: string;
  privateKeyId: string;
  /** PEM. */
  privateKey: string;
  /** Where a token is had for what the key signed. */
  tokenUri: string;
  clientId: string;
}

/** The content of a key file; throws a phrase that ends "GOOGLE_SERVICE_ACCOUNT must be …". */
export function serviceAccount(text: string): ServiceAccount {
  try {
    const key = JSON.parse(text) as Record<string, unknown>;
    const word = (name: string) => {
      const value = key[name];
      if (typeof value !== 'string' || value === '') throw new Error(name);
      return value;
    };
    if (word('type') !== 'service_account') throw new Error('type');
    const privateKey = word('private_key');
    createPrivateKey(privateKey);
    const tokenUri = word('token_uri');
    if (!/^https?:$/.test(new URL(tokenUri).protocol)) throw new Error('token_uri');
    return {
      ...{ email: word('client_email'), privateKeyId: word('private_key_id'), privateKey },
      ...{ tokenUri, clientId: word('client_id') },
    };
  } catch {
    throw new Error(
      "the content of a service account's key file (JSON with client_email and private_key)",
    );
  }
}
