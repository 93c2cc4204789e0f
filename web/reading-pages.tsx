// The pages on which one reads a result: of a query, of a share link, frozen, on a board, and how the query became what it is.
import { BoardPage } from './boards/board-page.tsx';
import { SharedBoardPage } from './boards/shared-board-page.tsx';
import type { ReadingPlace } from './frame/location.ts';
import { mayWrite, type PageProps } from './frame/page-props.ts';
import { FrozenPage } from './frozen/frozen-page.tsx';
import { HistoryPage } from './history/history-page.tsx';
import { SharedChartPage } from './links/shared-chart-page.tsx';
import { SharedPage } from './links/shared-page.tsx';
import { QueryPage } from './query/query-page.tsx';

const sharedPages = { result: SharedPage, chart: SharedChartPage, board: SharedBoardPage };

export function ReadingPages({ place, search, member }: PageProps<ReadingPlace>) {
  switch (place.page) {
    case 'query': {
      const { slug } = place;
      return <QueryPage key={slug} slug={slug} search={search} mayWrite={mayWrite(member)} />;
    }
    case 'history':
      return <HistoryPage key={place.slug} slug={place.slug} search={search} />;
    case 'frozen':
      return <FrozenPage key={place.id} id={place.id} />;
    case 'board':
      return <BoardPage key={place.slug} slug={place.slug} search={search} />;
    case 'shared': {
      const Page = sharedPages[place.of];
      return <Page token={place.token} search={search} />;
    }
  }
}
