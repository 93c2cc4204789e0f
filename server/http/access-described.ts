// What the routes of members, groups, policies and the audit take and give.
import { z } from 'zod';
import {
  groupContentSchema,
  groupListSchema,
  newAudienceSchema,
  peopleSchema,
  policyListSchema,
  queryAudienceSchema,
  sourcePolicySchema,
} from '../../domain/contract/access.ts';
import { auditFilterSchema, auditListSchema, queryUseSchema } from '../../domain/contract/audit.ts';
import {
  holdingsSchema,
  memberChangeSchema,
  memberListSchema,
} from '../../domain/contract/member.ts';
import type { Described } from './described.ts';
import { peopleQuerySchema } from './members.ts';

export const accessDescribed = {
  'GET /account': { summary: "The page of one's own account", answers: { 200: 'text/html' } },
  'GET /admin/:page': { summary: "The admins' pages", answers: { 200: 'text/html' } },
  'GET /api/people': {
    summary: 'Active members and groups that fit, to choose from',
    query: peopleQuerySchema,
    answers: { 200: peopleSchema },
  },
  'GET /api/members': {
    summary: 'Everybody who has signed in',
    query: peopleQuerySchema,
    answers: { 200: memberListSchema },
  },
  'PUT /api/members/:id': {
    summary:
      'Gives a member a role, deactivates one and hands over what hangs on them, or lets them in again',
    request: memberChangeSchema,
    answers: { 204: '' },
  },
  'GET /api/members/:id/holdings': {
    summary: 'Queries, share links, schedules and sign-ins that hang on a member',
    answers: { 200: holdingsSchema },
  },
  'GET /api/groups': { summary: 'The groups', answers: { 200: groupListSchema } },
  'POST /api/groups': {
    summary: 'Makes a group',
    request: groupContentSchema,
    answers: { 201: z.object({ id: z.uuid() }) },
  },
  'PUT /api/groups/:id': {
    summary: 'Changes a group',
    request: groupContentSchema,
    answers: { 204: '' },
  },
  'DELETE /api/groups/:id': {
    summary: 'Deletes a group; what only it saw, owners and admins see from then on',
    answers: { 204: '' },
  },
  'GET /api/policies': {
    summary: 'What each data source allows',
    answers: { 200: policyListSchema },
  },
  'PUT /api/policies/:source': {
    summary: 'Says who may run and write on a data source, and whether its results may leave',
    request: sourcePolicySchema,
    answers: { 204: '' },
  },
  'GET /api/queries/:slug/audience': {
    summary: 'Who sees the query',
    answers: { 200: queryAudienceSchema },
  },
  'PUT /api/queries/:slug/audience': {
    summary: 'Says who sees the query; null is everybody. Only its owner and admins may.',
    request: newAudienceSchema,
    answers: { 204: '' },
  },
  'GET /api/queries/:slug/use': {
    summary: 'How the query was used in the last thirty days',
    answers: { 200: queryUseSchema },
  },
  'GET /api/audit': {
    summary: 'Runs, changes and sign-ins, the latest first',
    query: auditFilterSchema,
    answers: { 200: auditListSchema },
  },
  'GET /api/audit.csv': {
    summary: 'The same as CSV, all of it',
    query: auditFilterSchema.omit({ next: true }),
    answers: { 200: 'text/csv' },
  },
} satisfies Record<string, Described>;
