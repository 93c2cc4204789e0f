// Certificates for tests, made in the test: an authority of one's own, and servers that it signs (X.509 as DER).
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

export interface Certificate {
  /** As PEM. */
  cert: string;
  key: string;
}

export interface Authority extends Certificate {
  /** A certificate for a server of these names and addresses, valid for `days` from now (expired where below 0). */
  issue(names: readonly string[], options?: { days?: number }): Certificate;
}

/** An authority that nobody trusts unless told to. */
export function newAuthority(name: string): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own = certificate({
    subject: name,
    issuer: name,
    keys,
    signer: keys.privateKey,
    isAuthority: true,
    names: [],
    days: 30,
  });
  return {
    ...own,
    issue(names, { days = 30 } = {}) {
      const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const [subject = 'server'] = names;
      return certificate({
        subject,
        issuer: name,
        keys: server,
        signer: keys.privateKey,
        isAuthority: false,
        names,
        days,
      });
    },
  };
}

interface Wanted {
  subject: string;
  issuer: string;
  keys: { publicKey: KeyObject; privateKey: KeyObject };
  signer: KeyObject;
  isAuthority: boolean;
  names: readonly string[];
  days: number;
}

const DAY_MS = 86_400_000;

function certificate({
  subject,
  issuer,
  keys,
  signer,
  isAuthority,
  names,
  days,
}: Wanted): Certificate {
  const [from, to] = [Date.now() - 2 * DAY_MS, Date.now() + days * DAY_MS];
  const content = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(utcTime(from), utcTime(to)),
    nameOf(subject),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions(isAuthority, names))),
  );
  const signature = sign('sha256', content, signer);
  const whole = sequence(content, ecdsaWithSha256, bitString(signature));
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${whole.toString('base64').replace(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`,
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function extensions(isAuthority: boolean, names: readonly string[]): Buffer[] {
  const basic = sequence(...(isAuthority ? [der(0x01, Buffer.from([0xff]))] : []));
  const found = [sequence(oid('551d13'), der(0x01, Buffer.from([0xff])), der(0x04, basic))];
  if (names.length > 0)
    found.push(sequence(oid('551d11'), der(0x04, sequence(...names.map(altName)))));
  return found;
}

// dNSName is [2], iPAddress is [7] (RFC 5280 §4.2.1.6).
function altName(name: string): Buffer {
  if (isIP(name) === 4) return der(0x87, Buffer.from(name.split('.').map(Number)));
  return der(0x82, Buffer.from(name));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const long = Buffer.from([0x82, length >> 8, length & 0xff]);
  const size = length < 0x80 ? Buffer.from([length]) : long;
  return Buffer.concat([Buffer.from([tag]), size, content]);
}

const sequence = (...parts: Buffer[]) => der(0x30, Buffer.concat(parts));
const tagged = (tag: number, content: Buffer) => der(0xa0 + tag, content);
const integer = (bytes: Buffer) => der(0x02, bytes);
const bitString = (bytes: Buffer) => der(0x03, Buffer.concat([Buffer.from([0]), bytes]));
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const utcTime = (ms: number) =>
  der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
const nameOf = (name: string) =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))));
