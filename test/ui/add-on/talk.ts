// What was said of a query, as the stand-in for the add-on answers it: about a row that stands in the range, one that does not, and the whole.
import type { CommentsView } from '../../../addon/talk/talk-views.ts';
import type { Comment, Thread } from '../../../domain/contract/talk/comment.ts';

const ana = { name: 'Ana Author', email: 'ana@example.com' };
const vera = { name: 'Vera Viewer', email: 'vera@example.com' };

const ids = ['1', '2', '3', '4'].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`);

function comment(id: string, over: Partial<Comment>): Comment {
  return {
    ...{ id, kind: 'comment', author: ana, version: 3, text: '', mentions: [] },
    madeAt: '2026-11-22T08:00:00.000Z',
    ...{ editedAt: null, deleted: null, may: { edit: false, delete: false }, ...over },
  };
}

function thread(id: string, over: Partial<Thread>): Thread {
  return { id, row: null, column: null, resolved: null, comments: [], ...over };
}

export function talkOf(): CommentsView {
  const [whole = '', ofRow = '', gone = '', own = ''] = ids;
  return {
    list: {
      about: 'query:signups-by-month',
      title: 'Sign-ups by month',
      more: false,
      threads: [
        thread(ofRow, {
          row: [
            { column: 'month', value: '2026-08-01' },
            { column: 'origin', value: 'ads' },
          ],
          column: 'signups',
          comments: [
            comment(ofRow, {
              text: 'Is this **right**, @vera@example.com? <b>I</b> expected more.',
              mentions: [vera],
            }),
            comment(own, {
              ...{ author: vera, text: 'It is: ads were off.' },
              may: { edit: true, delete: true },
            }),
          ],
        }),
        thread(gone, {
          row: [
            { column: 'month', value: '2020-01-01' },
            { column: 'origin', value: 'ads' },
          ],
          comments: [comment(gone, { text: 'The first one.' })],
        }),
        thread(whole, {
          comments: [comment(whole, { kind: 'review' })],
          resolved: { at: '2026-11-22T09:00:00.000Z', by: ana },
        }),
      ],
    },
    cells: { [ofRow]: 'C12' },
  };
}
