// Which addresses are one customer's, so that nobody passes a limit by asking from the next one.
import { isIPv6 } from 'node:net';

const GROUPS = 8;
/** A customer gets a network of 64 bits at least (RFC 6177 §2), and may use any address in it (RFC 4291 §2.5.4). */
const NETWORK_GROUPS = 4;

/** An IPv4 address as it is, also one that is written as IPv6; of any other IPv6 address its network. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  return `${groupsOf(address).slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

// `::` stands for as many groups of zeros as are missing.
function groupsOf(address: string): string[] {
  const [head = [], tail = []] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const missing = Math.max(0, GROUPS - head.length - tail.length);
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  return groups.map((group) => Number.parseInt(group, 16).toString(16));
}
