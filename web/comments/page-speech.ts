// What is said on a page goes to the server.
import type { Speech } from '../../ui/comments/speech.ts';
import { ask } from '../frame/ask.ts';

export const speech: Speech = {
  people: async (about, search) => {
    const { people } = await ask('GET commentPeople', { query: { about, search } });
    return people;
  },
  say: (body) => ask('POST comments', { body }),
  change: (id, text) => ask('PUT comment', { params: { id }, body: { text } }),
  remove: (id) => ask('DELETE comment', { params: { id } }),
  resolve: (id, resolved) => ask('PUT resolved', { params: { id }, body: { resolved } }),
};
