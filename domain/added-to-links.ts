// What mail programs, chats and advertisements add to the addresses of links, and nobody means.

// Families of names (Google Analytics, Matomo, HubSpot, Marketo's), and single ones of the greatest senders.
const FAMILIES = /^(utm|mtm|matomo|piwik|pk|hsa|oly|vero|_?mkt|_hs)_?[a-z_]+$/;
const SINGLE = new Set([
  ...['fbclid', 'gclid', 'gclsrc', 'gbraid', 'wbraid', 'dclid', 'msclkid', 'twclid', 'yclid'],
  ...['ttclid', 'li_fat_id', 'igshid', 'igsh', 'epik', 'srsltid', 'rdt_cid', 'sccid', 'wickedid'],
  ...['mc_cid', 'mc_eid', '_ga', '_gl', '_openstat', '_ke', '_kx', '_branch_match_id', 's_cid'],
]);

/** Whether a name in a query string is one of those: passed over where no parameter has it. */
export function isAddedToLinks(name: string): boolean {
  return SINGLE.has(name) || FAMILIES.test(name);
}
