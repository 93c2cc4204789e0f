// The routes of incoming webhooks: made and ended by authors, called by whoever has their address.
import {
  calledSchema,
  hookFilterSchema,
  hookListSchema,
  madeHookSchema,
  newHookSchema,
} from '../hook.ts';
import type { Rows } from '../row.ts';

const authors = { least: 'author', scope: 'write' } as const;

export const hookRows = {
  // The secret in the address is the right; who made it answers for it.
  'POST hook': {
    least: 'anyone',
    about: 'nothing',
    summary:
      'Says that data is there: alerts of its queries are evaluated and their results made anew; calls meanwhile cause one more',
    answers: { 202: calledSchema },
  },
  'GET hooks': {
    ...authors,
    about: 'list',
    scope: 'read',
    summary: 'The incoming webhooks that the member may see, or those of one query',
    query: hookFilterSchema,
    answers: { 200: hookListSchema },
  },
  'POST hooks': {
    ...authors,
    about: 'list',
    change: 'made an incoming webhook',
    summary: 'Makes an incoming webhook; its address is told only here',
    body: newHookSchema,
    answers: { 201: madeHookSchema },
  },
  'DELETE hookById': {
    ...authors,
    about: 'own',
    change: 'ended an incoming webhook',
    summary: 'Ends an incoming webhook at once',
    answers: { 204: '' },
  },
} as const satisfies Rows;
