// The settings of the sign-in on the pages, at an issuer of OpenID Connect.
import { exactAddress, names, wholeNumber, words, yesOrNo } from './kinds.ts';
import { optional, withDefault } from './setting.ts';

export const SIGN_IN_SETTINGS = {
  oidcIssuer: optional('OIDC_ISSUER', {
    parse: exactAddress,
    help: 'Who signs people in on the pages (OpenID Connect), letter by letter as it names itself. Unset, with OIDC_CLIENT_ID set: https://accounts.google.com.',
  }),
  oidcClientId: optional('OIDC_CLIENT_ID', {
    parse: words(),
    help: 'The client id at that issuer. Setting it turns the sign-in on the pages on.',
  }),
  oidcClientSecret: optional('OIDC_CLIENT_SECRET', {
    parse: words(),
    secret: true,
    help: 'The client secret at that issuer.',
  }),
  oidcTrustEmail: withDefault('OIDC_TRUST_EMAIL', 'false', {
    parse: yesOrNo,
    help: 'Takes the e-mail addresses of an issuer that does not say whether it has verified them, as Entra ID: only where nobody there chooses their own.',
  }),
  oidcGroupsClaim: optional('OIDC_GROUPS_CLAIM', {
    parse: words(),
    help: 'The claim that names the groups of a person, such as groups: made here where they are missing, and who is in them kept at each sign-in on the pages.',
  }),
  oidcAdminGroups: withDefault('OIDC_ADMIN_GROUPS', '', {
    parse: names,
    help: 'Whoever is in one of these groups of the issuer is an admin, separated by commas. With it or the next one, the issuer says who is what.',
  }),
  oidcAuthorGroups: withDefault('OIDC_AUTHOR_GROUPS', '', {
    parse: names,
    help: 'The same for authors. Everybody else has DEFAULT_ROLE.',
  }),
  scimToken: optional('SCIM_TOKEN', {
    parse: words(32),
    secret: true,
    help: 'The bearer token of a directory that makes people and groups here (SCIM 2.0, at /scim/v2); at least 32 characters. Unset: none may.',
  }),
  sessionSecret: optional('SESSION_SECRET', {
    parse: words(32),
    secret: true,
    help: 'Keys what is stored of the sessions of the pages; at least 32 characters. Changing it signs everybody out.',
  }),
  sessionDays: withDefault('SESSION_DAYS', '7', {
    parse: wholeNumber(1, 90),
    help: 'How many days a sign-in on the pages lasts.',
  }),
  sessionIdleHours: withDefault('SESSION_IDLE_HOURS', '0', {
    parse: wholeNumber(0, 2160),
    help: 'After how many hours without a request a sign-in on the pages ends; 0: only after SESSION_DAYS.',
  }),
} as const;
