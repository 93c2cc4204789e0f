// The routes of alerts, and of the destinations that their messages go to.
import { z } from 'zod';
import {
  alertRequestSchema,
  alertFilterSchema,
  alertListSchema,
  evaluateRequestSchema,
  evaluatedSchema,
  madeAlertSchema,
  muteSchema,
  newAlertSchema,
  rehearsalSchema,
  wholeAlertSchema,
} from '../alert.ts';
import {
  destinationListSchema,
  destinationTestSchema,
  destinationUseSchema,
  madeDestinationSchema,
  newDestinationSchema,
} from '../destination.ts';
import type { Rows } from '../row.ts';

// Who may not see an alert's query does not see the alert.
const ofQuery = { about: 'query', params: z.object({ id: z.string().max(100) }) } as const;
const admins = { least: 'admin', about: 'nothing' } as const;

export const alertRows = {
  'GET alerts': {
    least: 'viewer',
    about: 'list',
    scope: 'read',
    summary: 'The alerts of one query, or of all that the member may see',
    query: alertFilterSchema,
    answers: { 200: alertListSchema },
  },
  'POST alerts': {
    least: 'author',
    about: 'query',
    scope: 'write',
    change: 'made an alert',
    summary: 'Makes an alert, which runs with the rights of whoever makes it',
    body: newAlertSchema,
    answers: { 201: madeAlertSchema },
  },
  'POST rehearsal': {
    least: 'author',
    about: 'query',
    scope: 'run',
    summary:
      'What such an alert would have told in the last week, by the results of it that are kept, and what now',
    body: newAlertSchema,
    answers: { 200: rehearsalSchema },
  },
  'GET alert': {
    ...ofQuery,
    least: 'viewer',
    scope: 'read',
    summary: 'An alert with its episodes, and what became of its messages',
    answers: { 200: wholeAlertSchema },
  },
  'PUT alert': {
    ...ofQuery,
    least: 'author',
    scope: 'write',
    change: 'changed an alert',
    summary:
      'Changes an alert; where condition and key stay, so does what is known of its subjects',
    body: alertRequestSchema,
    answers: { 204: '' },
  },
  'POST evaluate': {
    ...ofQuery,
    least: 'author',
    scope: 'write',
    change: 'evaluated an alert',
    summary: 'Evaluates an alert now; tells nobody unless "deliver" is true',
    body: evaluateRequestSchema,
    answers: { 200: evaluatedSchema },
  },
  'POST mute': {
    ...ofQuery,
    least: 'author',
    scope: 'write',
    change: 'muted an alert',
    summary: 'Until then nobody is told that it fires; what fires still is told afterwards',
    body: muteSchema,
    answers: { 204: '' },
  },
  'DELETE alert': {
    ...ofQuery,
    least: 'author',
    scope: 'write',
    change: 'ended an alert',
    summary:
      'Ends an alert; where it was told that something fires, it is told that nobody watches',
    answers: { 204: '' },
  },
  'GET destinations': {
    least: 'author',
    about: 'nothing',
    scope: 'read',
    summary: 'Where messages may go',
    answers: { 200: destinationListSchema },
  },
  'POST destinations': {
    ...admins,
    change: 'made a destination',
    summary: 'Makes a destination; its secret is never told again',
    body: newDestinationSchema,
    answers: { 201: madeDestinationSchema },
  },
  'PUT destination': {
    ...admins,
    change: 'changed who uses a destination',
    summary: 'Says who may send there',
    body: destinationUseSchema,
    answers: { 204: '' },
  },
  'POST destinationTest': {
    ...admins,
    change: 'tested a destination',
    summary: 'Sends a test message at once, and says what became of it',
    answers: { 200: destinationTestSchema },
  },
  'DELETE destination': {
    ...admins,
    change: 'deleted a destination',
    summary: 'Deletes a destination, with what it has still to get',
    answers: { 204: '' },
  },
} as const satisfies Rows;
