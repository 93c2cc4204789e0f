// The requests of the table of rights about words for data, of a table that the data source has, and of lessons.
import type { Example, Subject } from './watching-examples.ts';

/** Makes the table that they are about. */
export const WORDED_TABLE = 'create table worded (id integer); grant select on worded to public';

const words = ({ source }: Pick<Subject, 'source'>) => `/api/sources/${source}/words/public/worded`;

export const wordsExamples = {
  'GET /lessons': () => ({ path: '/lessons' }),
  'GET /lessons/:lesson': () => ({ path: '/lessons/select' }),
  'GET /data': () => ({ path: '/data' }),
  'GET /data/:source/:schema/:table': () => ({ path: '/data/main/public/worded' }),
  'GET /api/queries/:slug/words': ({ slug }: Subject) => ({ path: `/api/queries/${slug}/words` }),
  'GET /api/sources/:name/words/:schema/:table': (subject: Subject) => ({ path: words(subject) }),
  'PUT /api/sources/:name/words/:schema/:table': (subject: Subject): Example => ({
    path: words(subject),
    body: { means: 'Nothing in particular.' },
    headers: { 'if-match': '*' },
  }),
};
