// Tries whether the server may write into spreadsheets by itself: with its service account, and as people of its domain.
import { Problem } from '../../domain/problem.ts';
import { Google, type GoogleOptions } from '../google/google.ts';
import type { Grant } from '../google/grant.ts';
import { grantClientOf, redeem } from '../google/picked-grant.ts';
import { SHEETS_SCOPE } from '../google/service-account.ts';
import { Spreadsheet } from '../google/spreadsheet.ts';
import type { Settings } from '../settings/settings.ts';
import { good, wrong, type Finding } from './finding.ts';

/** Nobody has it: where Google says so, it has taken the account's word and the interface is switched on. */
const NOBODYS_SPREADSHEET = 'sheetfeed-doctor-asks-for-none';
const WITHIN_MS = 15_000;

export async function googleFindings(
  settings: Settings,
  options: GoogleOptions = {},
): Promise<Finding[]> {
  const google = new Google(settings, options);
  try {
    return [
      ...(settings.googleServiceAccount === null
        ? []
        : [await accountFinding(google), ...(await delegationFindings(google, settings))]),
      ...(await clientFindings(google, settings)),
    ];
  } finally {
    google.close();
  }
}

async function accountFinding(google: Google): Promise<Finding> {
  const { own } = google;
  const problem = own && (await problemOf(google, own));
  if (problem === null)
    return good(
      `Google knows Sheetfeed's account ${own?.email ?? ''}: it refreshes ranges by itself in spreadsheets that are shared with it as an editor.`,
    );
  return wrong(
    problem,
    'docs/deploy-addon.md says how to make the account and its key. Until then Google’s own clock refreshes, about hourly.',
  );
}

// Nobody has to delegate that; whoever did, or means to, wants to know whether it works, and what else is to be done.
async function delegationFindings(
  google: Google,
  { adminEmails, googleServiceAccount }: Settings,
): Promise<Finding[]> {
  const [admin] = adminEmails;
  const grant = admin === undefined ? null : google.as(admin);
  if (grant === null) return [];
  const problem = await problemOf(google, grant);
  return [
    good(
      problem === null
        ? `It may also write as the people of the domain (tried as ${grant.email}), without anything being shared.`
        : `It writes as itself alone (as ${grant.email} it may not). So that nothing has to be shared, an administrator of the domain may delegate the scope ${SHEETS_SCOPE} to the client id ${googleServiceAccount?.clientId ?? ''}, under Security, API controls, Domain-wide delegation.`,
    ),
  ];
}

/** A code that Google never gave: it says so once it has taken the client for what it says it is. */
const NOBODYS_CODE = { code: 'sheetfeed-doctor-has-none', verifier: 'x'.repeat(43) };

async function clientFindings(google: Google, settings: Settings): Promise<Finding[]> {
  const client = grantClientOf(settings);
  if (client === null) return [];
  const problem = await redeem(client, NOBODYS_CODE, google.tokenParts).then(
    () => null,
    (error: unknown) => error as Error,
  );
  if (problem instanceof Problem && problem.code === 'forbidden') {
    const sentence = `Google knows the client by which people let Sheetfeed write to spreadsheets that they pick. It sends them back to ${client.returnUrl}, which must be among its redirect addresses.`;
    return [good(sentence)];
  }
  const fix =
    'docs/deploy-addon.md says how to make the client. Until then nobody can pick spreadsheets.';
  return [wrong(problem?.message ?? 'Google takes codes that it never gave.', fix)];
}

async function problemOf(google: Google, grant: Grant): Promise<string | null> {
  const signal = AbortSignal.timeout(WITHIN_MS);
  try {
    await new Spreadsheet(google, grant, NOBODYS_SPREADSHEET, signal).about();
    return null;
  } catch (error) {
    if (error instanceof Problem && error.code === 'spreadsheet_not_shared') return null;
    return signal.aborted ? 'Google does not answer this server.' : (error as Error).message;
  }
}
