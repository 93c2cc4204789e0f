// The pages of the admins: members, groups, data sources and the audit, with a way between them.
import type { MemberView } from '../../domain/contract/member.ts';
import { routes } from '../../domain/routes.ts';
import { AuditPage } from './audit-page.tsx';
import { DestinationsPage } from './destinations-page.tsx';
import { GroupsPage } from './groups-page.tsx';
import { MembersPage } from './members-page.tsx';
import { OverviewPage } from './overview-page.tsx';
import { SchedulesPage } from './schedules-page.tsx';
import { SourcesPage } from './sources-page.tsx';
import { WhoSeesPage } from './who-sees-page.tsx';
import { useTitle } from '../frame/title.ts';

const pages = [
  ['overview', 'Overview'],
  ['members', 'Members'],
  ['groups', 'Groups'],
  ['access', 'Who sees what'],
  ['sources', 'Data sources'],
  ['destinations', 'Destinations'],
  ['schedules', 'Schedules'],
  ['audit', 'Audit'],
] as const;

export type AdminPageName = (typeof pages)[number][0];

interface Props {
  page: string;
  search: string;
  member: MemberView;
}

export function AdminPages({ page, search, member }: Props) {
  const title = pages.find(([name]) => name === page)?.[1] ?? 'Admin';
  useTitle(title);
  if (member.role !== 'admin') {
    return (
      <div class="empty">
        <h1>This page is for admins</h1>
        <p>
          You are {member.role === 'author' ? 'an author' : 'a viewer'}. Ask an admin of Sheetfeed
          if you need to see it. <a href={routes.catalog}>Search the catalog</a>
        </p>
      </div>
    );
  }
  return (
    <div class="admin stack">
      <nav class="admin-nav" aria-label="For admins">
        {pages.map(([name, label]) => (
          <a href={routes.adminPage(name)} aria-current={name === page ? 'page' : undefined}>
            {label}
          </a>
        ))}
      </nav>
      {member.local && (
        <div class="note" role="status">
          <p>
            Nobody signs in to this server yet, so you alone use it, as its admin. What you set here
            counts once people sign in: set GOOGLE_CLIENT_IDS or OIDC_CLIENT_ID.
          </p>
        </div>
      )}
      <PageNamed page={page} search={search} member={member} />
    </div>
  );
}

function PageNamed({ page, search, member }: Props) {
  switch (page) {
    case 'overview':
      return <OverviewPage member={member} />;
    case 'members':
      return <MembersPage />;
    case 'groups':
      return <GroupsPage />;
    case 'access':
      return <WhoSeesPage />;
    case 'sources':
      return <SourcesPage />;
    case 'destinations':
      return <DestinationsPage />;
    case 'schedules':
      return <SchedulesPage />;
    case 'audit':
      return <AuditPage search={search} />;
    default:
      return <p>There is no such page. Choose one above.</p>;
  }
}
