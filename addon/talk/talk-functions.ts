// The sidebar's functions of comments; main.ts hands them to Google.
import type { Said, ThreadList } from '../../domain/contract/talk/comment.ts';
import type { Person } from '../../domain/contract/query.ts';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { answer } from '../answer.ts';
import { askServer, withParameters } from '../google/backend.ts';
import { placedRange } from '../ranges/records.ts';
import { keptAsSent } from './kept-as-sent.ts';
import { cellsOfThreads, rowOfSelected } from './spoken-rows.ts';
import type { CommentsView, TalkFunctions } from './talk-views.ts';

const spreadsheet = () => SpreadsheetApp.getActiveSpreadsheet();

export const readComments: TalkFunctions['readComments'] = ({ about, range }) =>
  answer(() => {
    const list = askServer<ThreadList>('get', withParameters(routes.comments, { about }));
    return { list, cells: range === null ? {} : cellsIn(range, list) };
  });

export const selectedRow: TalkFunctions['selectedRow'] = ({ range }) =>
  answer(() => rowOfSelected(spreadsheet(), placedRange(spreadsheet(), range)));

export const commentPeople: TalkFunctions['commentPeople'] = ({ about, search }) =>
  answer(() =>
    askServer<{ people: Person[] }>(
      'get',
      withParameters(routes.commentPeople, { about, search: search.slice(0, 200) }),
    ),
  );

export const keepAsSent: TalkFunctions['keepAsSent'] = ({ range, ...said }) =>
  answer(() => keptAsSent(placedRange(spreadsheet(), range), said));

export const say: TalkFunctions['say'] = (comment) =>
  answer(() => askServer<Said>('post', routes.comments, comment));

export const changeComment: TalkFunctions['changeComment'] = ({ id, text }) =>
  answer(() => askServer<Said>('put', routes.comment(id), { text }));

export const deleteComment: TalkFunctions['deleteComment'] = ({ id }) =>
  answer(() => askServer<null>('delete', routes.comment(id)));

export const resolveThread: TalkFunctions['resolveThread'] = ({ id, resolved }) =>
  answer(() => askServer<null>('put', routes.resolved(id), { resolved }));

// What was said can be read also where the range has lost its place.
function cellsIn(range: string, { threads }: ThreadList): CommentsView['cells'] {
  try {
    return cellsOfThreads(placedRange(spreadsheet(), range), threads);
  } catch (error) {
    if (error instanceof Problem) return {};
    throw error;
  }
}
