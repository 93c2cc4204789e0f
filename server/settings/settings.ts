// All settings: one table that says what there is.
import { ROLES } from '../../domain/contract/member.ts';
import {
  exactAddress,
  keys,
  listOf,
  networks,
  oneOf,
  postgresAddress,
  proxies,
  smtpAddress,
  timeZone,
  webAddress,
  webhookSecret,
  webOrigin,
  wholeNumber,
  words,
} from './kinds.ts';
import { CATALOG_SETTINGS } from './catalog-settings.ts';
import { serviceAccount } from './service-account.ts';
import { optional, withDefault, type Optional, type Setting } from './setting.ts';
import { SIGN_IN_SETTINGS } from './sign-in-settings.ts';
import type { SourceSettings } from './sources.ts';

// In ASCII only: other letters fold into these, and would make somebody else an admin.
const email = /^[!-?A-~]+@[!--/-?A-~]+(?:\.[!--/-?A-~]+)+$/;
const domain = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** Bytes, at least one megabyte of them: with less nothing would fit. */
const someMegabytes = wholeNumber(1_048_576, Number.MAX_SAFE_INTEGER);
const perMinute = wholeNumber(1, 1_000_000);

/** Every setting there is, except the data sources (`SOURCE_<NAME>_…`). docs/settings.md tells the same. */
export const SETTINGS = {
  port: withDefault('PORT', '3000', {
    parse: wholeNumber(0, 65535),
    help: 'The port to listen on; 0 takes a free one.',
  }),
  host: withDefault('HOST', '127.0.0.1', {
    parse: words(),
    help: 'The address to listen on. Another than this computer needs a sign-in to be configured.',
  }),
  publicUrl: optional('PUBLIC_URL', {
    parse: webOrigin,
    help: 'Where people and Google reach this server, such as https://sheetfeed.example.com.',
  }),
  databaseUrl: optional('DATABASE_URL', {
    parse: postgresAddress,
    secret: true,
    help: "Sheetfeed's own database; several hosts of it (`host1,host2`) are a primary and its standbys. Without it a PostgreSQL of its own is started.",
  }),
  databaseWaitSeconds: withDefault('DATABASE_WAIT_SECONDS', '120', {
    parse: wholeNumber(0, 3600),
    help: "For how long a start waits for Sheetfeed's own database, where that does not answer yet.",
  }),
  home: withDefault('SHEETFEED_HOME', '.sheetfeed', {
    parse: words(),
    help: "The folder for what a PostgreSQL of its own keeps, relative to the product's folder.",
  }),
  ...CATALOG_SETTINGS,
  timeZone: withDefault('TIME_ZONE', 'UTC', {
    parse: timeZone,
    help: 'The time zone of a run that names none.',
  }),
  googleClientIds: withDefault('GOOGLE_CLIENT_IDS', '', {
    parse: listOf(/^[\w.-]+$/, '1234-abcd.apps.googleusercontent.com'),
    help: 'The client ids (the aud of the identity tokens) of the add-on. Setting it turns the sign-in on.',
  }),
  googleJwksUrl: withDefault('GOOGLE_JWKS_URL', 'https://www.googleapis.com/oauth2/v3/certs', {
    parse: webAddress,
    help: "Where the public keys of Google's identity tokens are.",
  }),
  addonAddresses: withDefault('ADDON_ADDRESSES', '', {
    parse: networks,
    help: "The addresses and networks that the add-on's calls may come from (Google's, or those of your egress), behind TRUSTED_PROXIES. Empty: any.",
  }),
  allowedDomains: withDefault('ALLOWED_DOMAINS', '', {
    parse: listOf(domain, 'example.com', { fold: true }),
    help: 'Only accounts of these Google Workspace domains may sign in. Empty: every account Google vouches for.',
  }),
  defaultRole: withDefault('DEFAULT_ROLE', 'viewer', {
    parse: oneOf(ROLES),
    help: 'The role of a member who signs in for the first time: viewer, author or admin.',
  }),
  adminEmails: withDefault('ADMIN_EMAILS', '', {
    parse: listOf(email, 'ada@example.com', { fold: true }),
    help: 'Members with these addresses are admins.',
  }),
  ...SIGN_IN_SETTINGS,
  trustedProxies: withDefault('TRUSTED_PROXIES', '', {
    parse: proxies,
    help: 'The proxies in front of this server whose X-Forwarded-For is believed: addresses, networks, or loopback, linklocal, uniquelocal.',
  }),
  limitMemberPerMinute: withDefault('LIMIT_MEMBER_PER_MINUTE', '600', {
    parse: perMinute,
    help: 'How many requests a member may make in a minute, on all servers together.',
  }),
  limitLinkPerMinute: withDefault('LIMIT_LINK_PER_MINUTE', '120', {
    parse: perMinute,
    help: 'How many requests may be made in a minute through one share link, on all servers together.',
  }),
  limitAddressPerMinute: withDefault('LIMIT_ADDRESS_PER_MINUTE', '120', {
    parse: perMinute,
    help: 'How often an address may be wrong in a minute (links, tokens, cookies), on each server; who is not signed in may ask ten times as often.',
  }),
  auditDays: withDefault('AUDIT_DAYS', '400', {
    parse: wholeNumber(31, 10_000),
    help: 'For how many days runs, changes and sign-ins are kept.',
  }),
  valuesDays: withDefault('VALUES_DAYS', '400', {
    parse: wholeNumber(1, 10_000),
    help: 'For how many days the values of runs, their SQL where it is not saved, and the number that they gave are kept; the rest of them stays for AUDIT_DAYS.',
  }),
  auditWebhookUrl: optional('AUDIT_WEBHOOK_URL', {
    parse: exactAddress,
    secret: true,
    help: 'Where each entry of the audit is posted, for a program that keeps them (SIEM). It must be of the internet and https, unless DELIVERY_ALLOWED_HOSTS has its host.',
  }),
  auditWebhookSecret: optional('AUDIT_WEBHOOK_SECRET', {
    parse: webhookSecret,
    secret: true,
    help: 'What these posts are signed with, by the Standard Webhooks scheme: whsec_ and 24 to 64 bytes in base64.',
  }),
  metricsToken: optional('METRICS_TOKEN', {
    parse: words(16),
    secret: true,
    help: 'The bearer token that reads /metrics besides the admins; at least 16 characters.',
  }),
  runTimeoutSeconds: withDefault('RUN_TIMEOUT_SECONDS', '60', {
    parse: wholeNumber(1, 3600),
    help: 'Stops a run after this long.',
  }),
  runMaxRows: withDefault('RUN_MAX_ROWS', '1000000', {
    parse: wholeNumber(1, 1_000_000_000),
    help: 'The most rows that one run may give.',
  }),
  runMaxBytes: withDefault('RUN_MAX_BYTES', '1073741824', {
    parse: wholeNumber(1024, Number.MAX_SAFE_INTEGER),
    help: 'The most bytes that one run may read from the data source.',
  }),
  resultCacheBytes: withDefault('RESULT_CACHE_BYTES', '268435456', {
    parse: wholeNumber(0, Number.MAX_SAFE_INTEGER),
    help: "How much of Sheetfeed's own database results may take that are kept for whoever takes one of some age; 0 keeps none.",
  }),
  resultCacheMemoryBytes: withDefault('RESULT_CACHE_MEMORY_BYTES', '67108864', {
    parse: wholeNumber(0, Number.MAX_SAFE_INTEGER),
    help: 'How much memory of each server process such results and the answers made of them may take.',
  }),
  resultCacheMaxResultBytes: withDefault('RESULT_CACHE_MAX_RESULT_BYTES', '16777216', {
    parse: wholeNumber(0, 268_435_456),
    help: 'A larger result is not kept.',
  }),
  heldMemoryBytes: withDefault('HELD_MEMORY_BYTES', '67108864', {
    parse: someMegabytes,
    help: 'How much memory of each server process runs under way and kept results may take.',
  }),
  heldMemberMemoryBytes: withDefault('HELD_MEMBER_MEMORY_BYTES', '16777216', {
    parse: someMegabytes,
    help: 'The same of one member, or of one share link. In local mode only the one before counts.',
  }),
  heldFileBytes: withDefault('HELD_FILE_BYTES', '4294967296', {
    parse: someMegabytes,
    help: 'How much of the folder for temporary files (TMPDIR) each server process may take for kept results and for what slow readers have still to take.',
  }),
  heldMemberFileBytes: withDefault('HELD_MEMBER_FILE_BYTES', '1073741824', {
    parse: someMegabytes,
    help: 'The same of one member, or of one share link; with less than RUN_MAX_BYTES slow readers of the largest results are cut off.',
  }),
  unreadBytes: withDefault('UNREAD_BYTES', '33554432', {
    parse: someMegabytes,
    help: 'How much memory of each server process may hold what callers have not read yet; beyond it the slowest are cut off.',
  }),
  readerStallSeconds: withDefault('READER_STALL_SECONDS', '30', {
    parse: wholeNumber(1, 3600),
    help: 'A caller who reads nothing of his answer for this long is cut off.',
  }),
  frozenBytes: withDefault('FROZEN_BYTES', '1073741824', {
    parse: wholeNumber(0, Number.MAX_SAFE_INTEGER),
    help: "How much of Sheetfeed's own database frozen runs may take, compressed. Over it a new one is refused; 0 freezes none.",
  }),
  frozenMaxResultBytes: withDefault('FROZEN_MAX_RESULT_BYTES', '67108864', {
    parse: wholeNumber(0, 1_073_741_824),
    help: 'A larger result is not frozen: the bytes of its rows, before they are compressed.',
  }),
  frozenDays: withDefault('FROZEN_DAYS', '400', {
    parse: wholeNumber(1, 10_000),
    help: 'For how many days a frozen run is kept that nobody cites. One that is cited is kept for good.',
  }),
  encryptionKeys: optional('ENCRYPTION_KEYS', {
    parse: keys,
    secret: true,
    help: 'Encrypts the secrets of destinations: 32 bytes in base64 each, separated by commas. The first encrypts, all decrypt.',
  }),
  deliveryAllowedHosts: withDefault('DELIVERY_ALLOWED_HOSTS', '', {
    parse: listOf(/^[a-z0-9._:[\]-]+$/, 'hooks.internal, 10.0.0.7:8080', { fold: true }),
    help: 'Hosts that messages may go to although they are private, or have no https: each as in the address, with its port where it names one.',
  }),
  smtpUrl: optional('SMTP_URL', {
    parse: smtpAddress,
    secret: true,
    help: 'The mail server that messages go out by: smtp://name:password@host:587, or smtps://.',
  }),
  mailFrom: optional('MAIL_FROM', {
    parse: words(3),
    help: 'From whom mail comes, such as Sheetfeed <sheetfeed@example.com>.',
  }),
  slackBotToken: optional('SLACK_BOT_TOKEN', {
    parse: words(10),
    secret: true,
    help: "The token of Slack's bot (xoxb-…), which posts into channels, with the scopes of deploy/slack-manifest.yaml.",
  }),
  slackSigningSecret: optional('SLACK_SIGNING_SECRET', {
    parse: words(16),
    secret: true,
    help: 'Shows that a request comes from Slack (the signing secret of the app). Setting it lets people ask from Slack; it needs SLACK_BOT_TOKEN.',
  }),
  slackApiUrl: withDefault('SLACK_API_URL', 'https://slack.com/api', {
    parse: webAddress,
    help: "Where Slack's interface is.",
  }),
  googleServiceAccount: optional('GOOGLE_SERVICE_ACCOUNT', {
    parse: serviceAccount,
    secret: true,
    help: "The content of the key file (JSON) of Google's service account that spreadsheets are shared with.",
  }),
  googleGrantClientId: optional('GOOGLE_GRANT_CLIENT_ID', {
    parse: words(),
    help: 'The client id (of the kind “web application”) by which people let the server write to spreadsheets that they pick at Google. Its redirect address is PUBLIC_URL/google-grant.',
  }),
  googleGrantClientSecret: optional('GOOGLE_GRANT_CLIENT_SECRET', {
    parse: words(),
    secret: true,
    help: 'The secret of that client.',
  }),
  googleApiUrl: optional('GOOGLE_API_URL', {
    parse: webAddress,
    help: "Another address of Google's Sheets and Drive API, for tests. Without a service account any token is sent there.",
  }),
  stopWaitSeconds: withDefault('STOP_WAIT_SECONDS', '3', {
    parse: wholeNumber(0, 3600),
    help: 'For how long a server that is told to end lets answers under way end; then it cuts them.',
  }),
  logLevel: optional('LOG_LEVEL', {
    parse: oneOf(['silent', 'error', 'warn', 'info', 'debug']),
    help: 'How much is logged: silent, error, warn, info or debug. Unset: info for `npm run serve`, error for `npm start`.',
  }),
} as const;

type Table = typeof SETTINGS;
type ValueOf<S> = S extends Optional<infer T> ? T | null : S extends Setting<infer T> ? T : never;

export type Settings = { readonly [Key in keyof Table]: ValueOf<Table[Key]> } & {
  readonly sources: readonly SourceSettings[];
};
