// The pages beside the catalog and its results: alerts, boards, sheet tables, what data means, lessons, asks, what concerns one, and one's account.
import { AccountPage } from './account/account-page.tsx';
import { GrantPage } from './account/grant-page.tsx';
import { AlertsPage } from './alerts/alerts-page.tsx';
import { LoudAlertsPage } from './alerts/loud-alerts-page.tsx';
import { AsksPage } from './asks/asks-page.tsx';
import { BoardEditor } from './boards/board-editor.tsx';
import { BoardsPage } from './boards/boards-page.tsx';
import { ConcernsPage } from './comments/concerns-page.tsx';
import { TableWordsPage } from './data/table-words-page.tsx';
import { WordsPage } from './data/words-page.tsx';
import type { FurtherPlace } from './frame/location.ts';
import { mayWrite, type PageProps } from './frame/page-props.ts';
import { LessonPage } from './lessons/lesson-page.tsx';
import { LessonsPage } from './lessons/lessons-page.tsx';
import { TablePage } from './sheet-tables/table-page.tsx';
import { TablesPage } from './sheet-tables/tables-page.tsx';
import { UnsubscribePage } from './subscriptions/unsubscribe-page.tsx';

export function FurtherPages({ place, search, member }: PageProps<FurtherPlace>) {
  switch (place.page) {
    case 'alerts': {
      const { slug } = place;
      return <AlertsPage key={slug} slug={slug} search={search} mayWrite={mayWrite(member)} />;
    }
    case 'loud':
      return <LoudAlertsPage />;
    case 'boards':
      return <BoardsPage mayWrite={mayWrite(member)} />;
    case 'board-edit':
      return <BoardEditor key={place.slug} slug={place.slug} />;
    case 'tables':
      return <TablesPage />;
    case 'table':
      return <TablePage key={place.name} name={place.name} />;
    case 'lessons':
      return <LessonsPage />;
    case 'lesson': {
      const { lesson } = place;
      return <LessonPage key={lesson} slug={lesson} mayWrite={mayWrite(member)} />;
    }
    case 'words':
      return <WordsPage />;
    case 'table-words': {
      const { source, schema, table } = place;
      const key = JSON.stringify([source, schema, table]);
      return <TableWordsPage key={key} {...{ source, schema, table }} />;
    }
    case 'asks':
      return <AsksPage member={member} />;
    case 'concerns':
      return <ConcernsPage />;
    case 'account':
      return <AccountPage member={member} />;
    case 'google-grant':
      return <GrantPage search={search} />;
    case 'unsubscribe':
      return <UnsubscribePage token={place.token} />;
  }
}
