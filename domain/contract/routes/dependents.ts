// The routes of what hangs on a query, what a change would break, and linked ranges that tell of themselves.
import { z } from 'zod';
import {
  checkedFileSchema,
  checkRequestSchema,
  dependentsSchema,
  impactRequestSchema,
  impactSchema,
  rangeQuerySchema,
  rangeRegistrationSchema,
} from '../dependent.ts';
import type { Rows } from '../row.ts';
import {
  scheduleTokenQuerySchema,
  scheduleTokenRequestSchema,
  scheduleTokenSchema,
} from '../ranges/schedule-token.ts';

const params = z.object({ id: z.string().min(1).max(100) });

export const dependentRows = {
  'GET dependents': {
    least: 'viewer',
    about: 'query',
    summary: 'What hangs on the query: linked ranges, share links, other queries',
    answers: { 200: dependentsSchema },
  },
  'POST impact': {
    least: 'author',
    about: 'query',
    summary: 'What a change would break, found out without running anything',
    body: impactRequestSchema,
    answers: { 200: impactSchema },
  },
  'POST check': {
    least: 'author',
    about: 'list',
    scope: 'write',
    summary: 'What is wrong with a catalog file, and what it would break',
    body: checkRequestSchema,
    answers: { 200: checkedFileSchema },
  },
  'PUT range': {
    least: 'viewer',
    about: 'query',
    schedule: true,
    summary: 'A linked range tells where it is and what it uses',
    params,
    body: rangeRegistrationSchema,
    answers: { 204: '' },
  },
  'DELETE range': {
    least: 'viewer',
    about: 'nothing',
    summary: 'A linked range is no more',
    query: rangeQuerySchema,
    answers: { 204: '' },
  },
  'POST rangeToken': {
    least: 'viewer',
    about: 'query',
    change: 'let a schedule sign in',
    summary: "Makes the token of the range's schedule; the only answer that holds it",
    params,
    body: scheduleTokenRequestSchema,
    answers: { 201: scheduleTokenSchema },
  },
  'DELETE rangeToken': {
    least: 'viewer',
    about: 'nothing',
    change: 'ended the sign-in of a schedule',
    summary: "Revokes the token of the range's schedule",
    params,
    query: scheduleTokenQuerySchema,
    answers: { 204: '' },
  },
} as const satisfies Rows;
