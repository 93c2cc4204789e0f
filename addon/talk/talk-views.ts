// What the sidebar may ask of comments: types that its view and the add-on agree on.
import type {
  About,
  NewComment,
  RowKey,
  Said,
  ThreadList,
} from '../../domain/contract/talk/comment.ts';
import type { Person } from '../../domain/contract/query.ts';
import type { Answer } from '../answered.ts';

export interface CommentsView {
  list: ThreadList;
  /** Where in the range the row of a thread stands, such as A7, by the thread's id; absent: it was not found there. */
  cells: Record<string, string>;
}

export interface SelectedRow {
  row: RowKey;
  /** The column of the selected cell; null: one that is the person's own. */
  column: string | null;
}

export interface KeptAsSent {
  /** How many rows were kept. */
  rowCount: number;
  /** The page of the frozen run in which they stand. */
  url: string;
  /** Whether the next results can say who was told: the query's author has said what names a row. */
  tells: boolean;
}

export interface TalkFunctions {
  /** Keeps the rows that a range shows as sent, as they came from the query. Throws Problem run_expired where that was long ago. */
  keepAsSent(input: { range: string; purpose: string; sentOn: string }): Answer<KeptAsSent>;
  /** What was said of it; with a range also where in it the rows stand that are spoken of. */
  readComments(input: { about: About; range: string | null }): Answer<CommentsView>;
  /** The row of a range in which the selected cell stands. Throws Problem where no text of the database names it. */
  selectedRow(input: { range: string }): Answer<SelectedRow>;
  commentPeople(input: { about: About; search: string }): Answer<{ people: Person[] }>;
  say(input: NewComment): Answer<Said>;
  changeComment(input: { id: string; text: string }): Answer<Said>;
  deleteComment(input: { id: string }): Answer<null>;
  resolveThread(input: { id: string; resolved: boolean }): Answer<null>;
}
