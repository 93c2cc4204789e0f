// The routes of members, groups, what data sources allow, who sees a query, and the audit.
import {
  groupContentSchema,
  groupListSchema,
  madeGroupSchema,
  newAudienceSchema,
  peopleQuerySchema,
  peopleSchema,
  policyListSchema,
  queryAudienceSchema,
  sourcePolicySchema,
} from '../access.ts';
import { auditFilterSchema, auditListSchema, queryUseSchema } from '../audit.ts';
import {
  invitationListSchema,
  madeInvitationsSchema,
  newInvitationsSchema,
} from '../invitation.ts';
import { overviewSchema } from '../operation/overview.ts';
import {
  seersFilterSchema,
  seersSchema,
  whoSeesCsvFilterSchema,
  whoSeesFilterSchema,
  whoSeesListSchema,
} from '../operation/who-sees.ts';
import { holdingsSchema, memberChangeSchema, memberListSchema } from '../member.ts';
import type { Rows } from '../row.ts';

const admins = { least: 'admin', about: 'nothing' } as const;

export const adminRows = {
  'GET people': {
    least: 'author',
    about: 'nothing',
    summary: 'Active members and groups that fit, to choose from',
    query: peopleQuerySchema,
    answers: { 200: peopleSchema },
  },
  'GET members': {
    ...admins,
    summary: 'Everybody who has signed in',
    query: peopleQuerySchema,
    answers: { 200: memberListSchema },
  },
  'PUT member': {
    ...admins,
    change: 'changed a member',
    summary:
      'Gives a member a role, deactivates one and hands over what hangs on them, or lets them in again',
    body: memberChangeSchema,
    answers: { 204: '' },
  },
  'DELETE member': {
    ...admins,
    change: 'erased a member',
    summary: 'Erases a deactivated member: what says who they were becomes a number, everywhere',
    answers: { 204: '' },
  },
  'GET holdings': {
    ...admins,
    summary: 'Queries, share links, alerts, schedules and sign-ins that hang on a member',
    answers: { 200: holdingsSchema },
  },
  'GET invitations': {
    ...admins,
    summary: 'Who is invited and has not come yet',
    query: peopleQuerySchema,
    answers: { 200: invitationListSchema },
  },
  'POST invitations': {
    ...admins,
    change: 'invited people',
    summary: 'Invites the people of a list, all or nobody; what is wrong in it is told by its line',
    body: newInvitationsSchema,
    answers: { 201: madeInvitationsSchema },
  },
  'DELETE invitation': {
    ...admins,
    change: 'took back an invitation',
    summary: 'Takes an invitation back',
    answers: { 204: '' },
  },
  'GET groups': { ...admins, summary: 'The groups', answers: { 200: groupListSchema } },
  'POST groups': {
    ...admins,
    change: 'made a group',
    summary: 'Makes a group',
    body: groupContentSchema,
    answers: { 201: madeGroupSchema },
  },
  'PUT group': {
    ...admins,
    change: 'changed a group',
    summary: 'Changes a group',
    body: groupContentSchema,
    answers: { 204: '' },
  },
  'DELETE group': {
    ...admins,
    change: 'deleted a group',
    summary: 'Deletes a group; what only it saw, owners and admins see from then on',
    answers: { 204: '' },
  },
  'GET whoSees': {
    ...admins,
    summary:
      'Queries, sheet tables and boards with who sees each, or what a member or a group sees and why',
    query: whoSeesFilterSchema,
    answers: { 200: whoSeesListSchema },
  },
  'GET seers': {
    ...admins,
    summary:
      'The members who see a query, a sheet table or a board, and why; then those who do not',
    query: seersFilterSchema,
    answers: { 200: seersSchema },
  },
  'GET whoSeesCsv': {
    ...admins,
    // It changes nothing, but takes along what everybody sees.
    change: 'downloaded who sees what',
    summary: 'The same as CSV, a line for each member and thing',
    query: whoSeesCsvFilterSchema,
    answers: { 200: 'text/csv' },
  },
  'GET policies': {
    ...admins,
    summary: 'What each data source allows',
    answers: { 200: policyListSchema },
  },
  'PUT policy': {
    ...admins,
    change: 'set what a data source allows',
    summary: 'Says who may run and write on a data source, and whether its results may leave',
    body: sourcePolicySchema,
    answers: { 204: '' },
  },
  'GET audience': {
    least: 'viewer',
    about: 'query',
    summary: 'Who sees the query',
    answers: { 200: queryAudienceSchema },
  },
  'PUT audience': {
    least: 'author',
    about: 'query',
    change: 'set who sees a query',
    summary: 'Says who sees the query; null is everybody. Only its owner and admins may.',
    body: newAudienceSchema,
    answers: { 204: '' },
  },
  'GET use': {
    least: 'viewer',
    about: 'query',
    summary: 'How the query was used in the last thirty days',
    answers: { 200: queryUseSchema },
  },
  'GET overview': {
    ...admins,
    summary: 'What wants looking after: queries, data sources, alerts, messages, links, room',
    answers: { 200: overviewSchema },
  },
  'GET audit': {
    ...admins,
    summary: 'Runs, changes and sign-ins, the latest first',
    query: auditFilterSchema,
    answers: { 200: auditListSchema },
  },
  'GET auditCsv': {
    ...admins,
    // It changes nothing, but takes along what everybody did.
    change: 'downloaded the audit',
    summary: 'The same as CSV, all of it',
    query: auditFilterSchema,
    answers: { 200: 'text/csv' },
  },
  'GET auditLines': {
    ...admins,
    // It changes nothing, but takes along what everybody did.
    change: 'downloaded the audit',
    summary: 'The same as JSON lines, an entry each, for a program that keeps them (SIEM)',
    query: auditFilterSchema,
    answers: { 200: 'application/jsonl' },
  },
} as const satisfies Rows;
