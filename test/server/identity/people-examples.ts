// The requests of the table of rights about members and people who are invited, and about who sees what.
import { id, type Subject } from './watching-examples.ts';

export const peopleExamples = {
  'PUT /api/members/:id': () => ({ path: '/api/members/nobody', body: { role: 'author' } }),
  'DELETE /api/members/:id': () => ({ path: '/api/members/nobody' }),
  'GET /api/members/:id/holdings': () => ({ path: '/api/members/nobody/holdings' }),
  'GET /api/who-sees': () => ({ path: '/api/who-sees' }),
  'GET /api/who-sees.csv': () => ({ path: '/api/who-sees.csv' }),
  'GET /api/who-sees/:kind/:name': ({ slug }: Subject) => ({ path: `/api/who-sees/query/${slug}` }),
  'GET /api/invitations': () => ({ path: '/api/invitations' }),
  'POST /api/invitations': () => ({ path: '/api/invitations', body: { people: 'no address' } }),
  'DELETE /api/invitations/:id': () => ({ path: `/api/invitations/${id}` }),
};
