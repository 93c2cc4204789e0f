// Which addresses messages may go to: those of the internet, and what the operator lists. Whoever makes a destination
// must not reach by it what only this server reaches.
import dns from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Not an address of the internet, and not listed. */
export class AddressRefused extends Error {
  override name = 'AddressRefused';
}

const PRIVATE_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
// Of IPv6 only global unicast is the internet, and there not what leads to an IPv4 address in another form.
const GLOBAL_6 = ['2000::/3'];
const NOT_GLOBAL_6 = ['2001::/32', '2001:db8::/32', '2002::/16'];

const private4 = listOf(PRIVATE_4, 'ipv4');
const global6 = listOf(GLOBAL_6, 'ipv6');
const notGlobal6 = listOf(NOT_GLOBAL_6, 'ipv6');

function listOf(networks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** Whether it is an IP address of the internet. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !private4.check(address, 'ipv4');
  const [plain = ''] = address.split('%');
  return isIP(plain) === 6 && global6.check(plain, 'ipv6') && !notGlobal6.check(plain, 'ipv6');
}

/** Whether the operator listed the host of an address: by its name, or with its port. */
export function isListed({ hostname, host }: URL, allowed: readonly string[]): boolean {
  const names = [hostname, host].map((name) => name.toLowerCase());
  return allowed.some((each) => names.includes(each));
}

/**
 * Throws AddressRefused for an address that is refused as it is written: no https, or an IP address that is not of the
 * internet. A name is looked at when it is resolved, by `guardedLookup`.
 */
export function refuseAddress(url: URL, allowed: readonly string[]): void {
  if (isListed(url, allowed)) return;
  if (url.protocol !== 'https:')
    throw new AddressRefused('The address must begin with https://, unless the operator lists it.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic(url.hostname);
}

/** Resolves a name for one connection, and refuses it where any of its addresses is not of the internet. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    if (!addresses.every(({ address }) => isPublicAddress(address)))
      return callback(notPublic(hostname), '', 0);
    const [first] = addresses;
    if (options.all) return callback(null, addresses);
    callback(null, first?.address ?? '', first?.family ?? 4);
  });
};

function notPublic(host: string): AddressRefused {
  return new AddressRefused(
    `${host} leads to an address that is not of the internet. The operator can allow it by DELIVERY_ALLOWED_HOSTS.`,
  );
}
