// Looks at where people and Google reach the server.
import { isLocalMode, isLoopback } from '../settings/local-mode.ts';
import type { Settings } from '../settings/settings.ts';
import { good, warning, wrong, type Finding } from './finding.ts';
import { lookAt } from './web-look.ts';

export async function addressFindings(settings: Settings): Promise<Finding[]> {
  const { publicUrl, trustedProxies } = settings;
  if (isLocalMode(settings)) return [];
  if (publicUrl === null) {
    return [
      wrong(
        'PUBLIC_URL is not set, so neither the add-on nor the sign-in knows where this server is.',
        'Set it to the https address of this server, such as https://sheetfeed.example.com.',
      ),
    ];
  }
  const url = new URL(publicUrl);
  const found = [...(await reachability(publicUrl)), ...trustFindings(trustedProxies)];
  if (url.protocol !== 'https:') {
    found.push(
      (isLoopback(url.hostname) ? warning : wrong)(
        `PUBLIC_URL is ${publicUrl}; Apps Script calls https addresses only.`,
        'Put a proxy with a certificate in front (docs/deploy.md), and set PUBLIC_URL to its https address.',
      ),
    );
  } else if (trustedProxies.length === 0) {
    found.push(
      warning(
        'PUBLIC_URL is https, so a proxy is in front, but TRUSTED_PROXIES is not set: all strangers count as one address.',
        'Set TRUSTED_PROXIES to the address of the proxy, such as loopback.',
      ),
    );
  }
  return found;
}

// Whoever is believed chooses the address that limits and the audit go by.
function trustFindings(trustedProxies: readonly string[]): Finding[] {
  const wide = trustedProxies.filter((proxy) => Number(/\/(\d+)$/.exec(proxy)?.[1] ?? 32) < 8);
  return wide.map((proxy) =>
    wrong(
      `TRUSTED_PROXIES holds ${proxy}, which is nearly everybody: any caller may say from which address it calls.`,
      'Name the addresses of your proxies alone.',
    ),
  );
}

async function reachability(publicUrl: string): Promise<Finding[]> {
  const look = await lookAt(`${publicUrl}/healthz`);
  if (typeof look === 'string') {
    return [
      warning(
        `Nothing answers at ${publicUrl} from this machine (${look}).`,
        'If the server runs, check the name, the certificate and the proxy. Google must reach it from the internet.',
      ),
    ];
  }
  if (look.status === 200 && look.text.includes('"ok"')) {
    return [good(`Sheetfeed answers at ${publicUrl}.`)];
  }
  return [
    wrong(
      `Something else than Sheetfeed answers at ${publicUrl} (status ${look.status}).`,
      'Check PUBLIC_URL, and that the proxy passes /healthz on.',
    ),
  ];
}
