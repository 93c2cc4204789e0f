// The routes of the sign-in: to the issuer and back, a member's browsers and programs.
import { z } from 'zod';
import { memberSchema } from '../member.ts';
import type { Rows } from '../row.ts';
import {
  madePersonalTokenSchema,
  newPersonalTokenSchema,
  personalTokenListSchema,
  sessionListSchema,
} from '../session.ts';

export const signInRows = {
  'GET signIn': {
    least: 'anyone',
    about: 'nothing',
    summary: 'Sends the browser to the issuer to sign in; `to` is where to go afterwards',
    query: z.object({ to: z.string().optional() }),
    answers: { 303: '' },
  },
  'GET signInReturn': {
    least: 'anyone',
    about: 'nothing',
    summary: 'Where the issuer sends the browser back to',
    query: z.object({ code: z.string().optional(), state: z.string().optional() }),
    answers: { 303: '' },
  },
  'POST signedOut': {
    least: 'anyone',
    about: 'nothing',
    summary:
      'Where the issuer tells that somebody signed out there (OpenID Connect Back-Channel Logout), as a form',
    body: z.object({ logout_token: z.string().max(16_384) }),
    answers: { 204: '' },
  },
  'GET me': {
    least: 'viewer',
    about: 'nothing',
    scope: 'read',
    summary: 'Who is signed in',
    answers: { 200: memberSchema },
  },
  'GET sessions': {
    least: 'viewer',
    about: 'list',
    summary: 'In which browsers you are signed in',
    answers: { 200: sessionListSchema },
  },
  'DELETE sessions': {
    least: 'viewer',
    about: 'nothing',
    change: 'signed out everywhere',
    always: true,
    summary: 'Signs you out everywhere',
    answers: { 204: '' },
  },
  'DELETE session': {
    least: 'viewer',
    about: 'own',
    change: 'signed out',
    always: true,
    summary: 'Signs you out in one browser; `current` is the one that asks',
    answers: { 204: '' },
  },
  'GET personalTokens': {
    least: 'viewer',
    about: 'list',
    summary: 'Your personal tokens',
    answers: { 200: personalTokenListSchema },
  },
  'POST personalTokens': {
    least: 'viewer',
    about: 'nothing',
    change: 'made a personal token',
    summary: 'Makes a personal token; the only answer that holds it',
    body: newPersonalTokenSchema,
    answers: { 201: madePersonalTokenSchema },
  },
  'DELETE personalToken': {
    least: 'viewer',
    about: 'own',
    change: 'revoked a personal token',
    always: true,
    summary: 'Revokes a personal token',
    answers: { 204: '' },
  },
} as const satisfies Rows;
