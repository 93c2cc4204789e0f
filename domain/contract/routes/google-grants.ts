// The routes of the leave that a member gives the server at Google.
import {
  beginGoogleGrantSchema,
  begunGoogleGrantSchema,
  finishedGoogleGrantSchema,
  finishGoogleGrantSchema,
  googleGrantSchema,
} from '../google-grant.ts';
import type { Rows } from '../row.ts';

export const googleGrantRows = {
  'GET googleGrant': {
    least: 'viewer',
    about: 'nothing',
    summary: 'Whether you have let the server write to spreadsheets that you pick at Google',
    answers: { 200: googleGrantSchema },
  },
  'POST googleGrantBegin': {
    least: 'viewer',
    about: 'nothing',
    summary: 'Where at Google you let the server write to spreadsheets that you pick',
    body: beginGoogleGrantSchema,
    answers: { 200: begunGoogleGrantSchema },
  },
  'POST googleGrant': {
    least: 'viewer',
    about: 'nothing',
    change: 'let the server write to spreadsheets that they pick',
    summary: 'Keeps the leave that Google sent you back with',
    body: finishGoogleGrantSchema,
    answers: { 200: finishedGoogleGrantSchema },
  },
  'DELETE googleGrant': {
    least: 'viewer',
    about: 'nothing',
    change: 'took back the leave for spreadsheets that they pick',
    always: true,
    summary: 'Forgets the leave, here and at Google: what was written by it is written no more',
    answers: { 204: '' },
  },
} as const satisfies Rows;
