// What is said in the sidebar goes to the add-on.
import type { Speech } from '../../../ui/comments/speech.ts';
import { call } from '../server.ts';

export const speech: Speech = {
  people: async (about, search) => (await call('commentPeople', { about, search })).people,
  say: (comment) => call('say', comment),
  change: (id, text) => call('changeComment', { id, text }),
  remove: (id) => call('deleteComment', { id }),
  resolve: (id, resolved) => call('resolveThread', { id, resolved }),
};
