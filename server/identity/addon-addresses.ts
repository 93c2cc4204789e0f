// From where calls of the add-on may come: with it, who stole an identity token or a schedule's cannot use it from elsewhere.
import { BlockList, isIP } from 'node:net';
import { Problem } from '../../domain/problem.ts';

/** Throws Problem forbidden; also where nobody knows the address (undefined). */
export type RequireAddonAddress = (address: string | undefined) => void;

/** `networks` are addresses and networks; where there is none, calls may come from anywhere. */
export function createAddonAddresses(networks: readonly string[]): RequireAddonAddress {
  if (networks.length === 0) return () => {};
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = familyOf(address);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (given = '') => {
    // An IPv4 address may come written as IPv6.
    const address = given.replace(/^::ffff:(?=\d+\.)/i, '');
    if (isIP(address) !== 0 && list.check(address, familyOf(address))) return;
    throw new Problem(
      'forbidden',
      'The add-on may not be used from this address. Whoever runs Sheetfeed says from where it may (ADDON_ADDRESSES).',
    );
  };
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
