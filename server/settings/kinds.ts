// How the text of a setting becomes its value; each kind throws a phrase that ends "SETTING must be …".
import { isIP } from 'node:net';
import { folded } from '../../domain/address.ts';

/** Reads the text of one setting; throws an Error whose message completes "NAME must be …". */
export type Parse<T> = (text: string) => T;

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): Parse<number> {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new Error(`a whole number from ${least} to ${most}`);
  };
}

/** One of the words given. */
export function oneOf<const Word extends string>(words: readonly Word[]): Parse<Word> {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    throw new Error(`one of ${words.join(', ')}`);
  };
}

/** `true` or `false`. */
export function yesOrNo(text: string): boolean {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new Error('true or false');
}

/** Words separated by commas or spaces; where `fold`, with ASCII letters in lower case. */
export function listOf(item: RegExp, like: string, { fold = false } = {}): Parse<string[]> {
  return (text) => {
    const words = (fold ? folded(text) : text).split(/[\s,]+/).filter((word) => word !== '');
    if (words.every((word) => item.test(word))) return words;
    throw new Error(`a list such as ${like}, separated by commas`);
  };
}

/** An address that begins with http:// or https://, without user name and password. */
export function webAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url !== null && url.username === '' && url.password === '';
  if (plain && (url.protocol === 'https:' || url.protocol === 'http:'))
    return text.replace(/(?<!\/)\/+$/, '');
  throw new Error('an address such as https://sheetfeed.example.com');
}

/** As `webAddress`, and letter by letter: an issuer whose name ends in a slash is another one without it. */
export function exactAddress(text: string): string {
  webAddress(text);
  return text;
}

/** An address of a git repository, by https, ssh or (on this computer) file, without a password. */
export function repositoryAddress(text: string): string {
  if (/^[\w.-]+@[\w.-]+:[\w./~-]+$/.test(text)) return text;
  const url = URL.canParse(text) ? new URL(text) : null;
  const schemes = ['https:', 'http:', 'ssh:', 'file:'];
  if (url !== null && schemes.includes(url.protocol) && url.password === '') return text;
  throw new Error(
    'an address without a password, such as https://github.com/example/queries.git or git@github.com:example/queries.git',
  );
}

/** The name of a branch, as far as git takes it (git-check-ref-format(1)). */
export function branchName(text: string): string {
  if (/^[\w][\w./+-]*$/.test(text) && !/\.\.|\/\/|\.lock$|[./]$/.test(text)) return text;
  throw new Error('the name of a branch, such as main');
}

/** A folder within another one: no way leads out of it. */
export function folderInside(text: string): string {
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  const leadsOut = parts.includes('..') || parts.includes('.git');
  if (!leadsOut && !/^\/|[\\:]/.test(text)) return parts.join('/');
  throw new Error('a folder of the repository, such as analytics/queries');
}

/** Names separated by commas; they may hold spaces. */
export function names(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** As `webAddress`, and nothing behind the host. */
export function webOrigin(text: string): string {
  const address = webAddress(text);
  if (new URL(address).pathname === '/' && !/[?#]/.test(address)) return new URL(address).origin;
  throw new Error('an address without a path, such as https://sheetfeed.example.com');
}

/** What an address with a password needs. */
export const PERCENT_ENCODED =
  'in the password, write @ as %40, / as %2F, # as %23, ? as %3F and % as %25';

/** The addresses that one address of several hosts makes, as libpq reads it: `postgres://a:5432,b/db` are two. */
export function addressesOf(address: string): string[] {
  const from = address.indexOf('://') + 3;
  const length = address.slice(from).search(/[/?#]/);
  const to = length < 0 ? address.length : from + length;
  const hostsFrom = Math.max(from, address.lastIndexOf('@', to) + 1);
  const hosts = address.slice(hostsFrom, to).split(',');
  return hosts.map((host) => address.slice(0, hostsFrom) + host + address.slice(to));
}

/** An address of a PostgreSQL database, which may name several hosts (`host1:5432,host2`). */
export function postgresAddress(text: string): string {
  const schemes = ['postgres:', 'postgresql:'];
  if (addressesOf(text).every((address) => isDatabaseAddress(address, schemes))) return text;
  throw new Error(
    `an address such as postgres://name:password@host:5432/database; ${PERCENT_ENCODED}`,
  );
}

/** Whether it is a whole address that begins with one of these schemes (`postgres:`). */
export function isDatabaseAddress(text: string, schemes: readonly string[]): boolean {
  if (!schemes.some((scheme) => text.startsWith(`${scheme}//`)) || !URL.canParse(text))
    return false;
  const { pathname, search, hash } = new URL(text);
  // A bare / ? or # in the password ends the host early, and leaves the @ before the real one behind it.
  const behind = pathname === '' ? search + hash : pathname + hash;
  return !behind.includes('@') && !/%(?![0-9a-f]{2})/i.test(text);
}

/** An address of a mail server. */
export function smtpAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '')
    return text;
  throw new Error(
    `an address such as smtp://name:password@mail.example.com:587; ${PERCENT_ENCODED}`,
  );
}

/** Addresses of proxies, as Express takes them: single ones, networks, or the names of the private networks. */
export function proxies(text: string): string[] {
  return networksAmong(text, ['loopback', 'linklocal', 'uniquelocal']);
}

/** Addresses and networks. */
export function networks(text: string): string[] {
  return networksAmong(text, []);
}

function networksAmong(text: string, names: readonly string[]): string[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const isNetwork = (word: string) => {
    const [address = '', bits, ...more] = word.split('/');
    const version = isIP(address);
    const fits =
      bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
    return names.includes(word) || (version !== 0 && fits && more.length === 0);
  };
  if (words.every(isNetwork)) return words;
  throw new Error('a list of addresses or networks such as 10.0.0.0/8, separated by commas');
}

/** The IANA name of a time zone. */
export function timeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone && text;
  } catch {
    throw new Error('the name of a time zone, such as Europe/Paris');
  }
}

/** Anything of at least `least` characters. */
export function words(least = 1): Parse<string> {
  return (text) => {
    if (text.length >= least) return text;
    throw new Error(`at least ${least} characters long`);
  };
}

/** Keys of 32 bytes, each in base64. */
export function keys(text: string): Buffer[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const found = words.map((word) => Buffer.from(word, 'base64'));
  if (found.every((key) => key.length === 32)) return found;
  throw new Error(
    'a list of keys of 32 bytes in base64, such as `openssl rand -base64 32` prints, separated by commas',
  );
}

/** The key of a webhook, by which its receiver knows who sends. */
export function webhookSecret(text: string): string {
  if (/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(text)) return text;
  throw new Error('whsec_ and 24 to 64 bytes in base64, such as `openssl rand -base64 32` prints');
}
