// Where one can go from anywhere: the pages and settings that a member may open, and those of the query at hand.
import type { MemberView } from '../../domain/contract/member.ts';
import { routes } from '../../domain/routes.ts';
import type { Place } from '../frame/location.ts';

export interface Goal {
  label: string;
  /** What else one may call it; searched, not shown. */
  words: string;
  address: string;
  kind: string;
}

/** All pages that the member may open, those of this query first. */
export function goalsOf(member: MemberView, place: Place): Goal[] {
  const mayWrite = member.role !== 'viewer';
  return [
    ...ofThisQuery(place, mayWrite),
    page('Catalog', routes.catalog, 'home start queries'),
    ...(mayWrite ? [page('New query', routes.newQueryPage, 'write create sql editor')] : []),
    page('Boards', routes.boardsPage, 'tiles dashboard wall'),
    page('Sheet tables', routes.tablesPage, 'spreadsheets cells onboarding'),
    ...(mayWrite
      ? [page('What data means', routes.wordsPage, 'tables columns words comments dictionary')]
      : []),
    page('Lessons', routes.lessonsPage, 'learn sql teach help'),
    page('What fires', routes.loudAlertsPage, 'alerts notifications'),
    page('Asks', routes.asksPage, 'requests wanted'),
    ...(member.local ? [] : [setting('Your account', routes.accountPage, accountWords)]),
    ...(member.role === 'admin' ? adminGoals : []),
  ];
}

const accountWords = 'tokens sessions sign out profile';

const page = (label: string, address: string, words: string): Goal => ({
  ...{ label, address, words },
  kind: 'Page',
});

const setting = (label: string, address: string, words: string): Goal => ({
  ...{ label, address, words },
  kind: 'Setting',
});

const adminGoals = [
  setting('Overview', routes.adminPage('overview'), 'status health failing slow unused admin'),
  setting('Members', routes.adminPage('members'), 'people roles invite admin'),
  setting('Groups', routes.adminPage('groups'), 'teams people admin'),
  setting('Who sees what', routes.adminPage('access'), 'access rights permissions admin'),
  setting('Data sources', routes.adminPage('sources'), 'databases follower policies admin'),
  setting('Destinations', routes.adminPage('destinations'), 'slack mail chat webhook admin'),
  setting('Schedules', routes.adminPage('schedules'), 'linked ranges refresh server admin'),
  setting('Audit', routes.adminPage('audit'), 'log history who did admin'),
];

const ofQueries = ['query', 'edit', 'history', 'alerts'];

function ofThisQuery(place: Place, mayWrite: boolean): Goal[] {
  if (!ofQueries.includes(place.page) || !('slug' in place) || place.slug === null) return [];
  const { slug } = place;
  const goal = (label: string, address: string): Goal => ({
    ...{ label, address, words: slug },
    kind: 'This query',
  });
  return [
    goal('Result', routes.queryPage(slug)),
    ...(mayWrite
      ? [goal('Edit', routes.editPage(slug)), goal('History', routes.historyPage(slug))]
      : []),
    goal('Alerts', routes.alertsPage(slug)),
  ];
}

/** The goals whose names or other words hold every word that was typed. */
export function matching(goals: readonly Goal[], typed: string): Goal[] {
  const asked = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return goals.filter(({ label, words, kind }) => {
    const text = `${label} ${words} ${kind}`.toLowerCase();
    return asked.every((word) => text.includes(word));
  });
}
