// The routes of lists that were kept as sent: with the rights of the frozen run in which they stand.
import { z } from 'zod';
import type { Rows } from '../row.ts';
import {
  newSentListSchema,
  sentListFilterSchema,
  sentListSchema,
  sentListsSchema,
} from '../talk/sent-list.ts';

const ofQuery = { least: 'viewer', about: 'query', scope: 'write' } as const;

export const sentListRows = {
  'GET sentLists': {
    ...ofQuery,
    scope: 'read',
    summary:
      'What of a query, or of a frozen run, was kept as sent: when, what for, and how many were told',
    query: sentListFilterSchema,
    answers: { 200: sentListsSchema },
  },
  'POST sentLists': {
    ...ofQuery,
    change: 'kept a list as sent',
    summary:
      'Says of a frozen run that who stands in it was told; the next results of its query know',
    body: newSentListSchema,
    answers: { 201: sentListSchema },
  },
  'DELETE sentList': {
    ...ofQuery,
    change: 'took back that a list was sent',
    summary: 'Takes that back; the frozen run stays',
    params: z.object({ id: z.string().max(100) }),
    answers: { 204: '' },
  },
} as const satisfies Rows;
