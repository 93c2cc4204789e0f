// What the routes of the sign-in take and give: to the issuer and back, sessions, personal tokens.
import { z } from 'zod';
import {
  madePersonalTokenSchema,
  newPersonalTokenSchema,
  personalTokenListSchema,
  sessionListSchema,
} from '../../domain/contract/session.ts';
import type { Described } from './described.ts';

export const signInDescribed = {
  'GET /sign-in': {
    summary: 'Sends the browser to the issuer to sign in; `to` is where to go afterwards',
    query: z.object({ to: z.string().optional() }),
    answers: { 303: '' },
  },
  'GET /sign-in/return': {
    summary: 'Where the issuer sends the browser back to',
    query: z.object({ code: z.string().optional(), state: z.string().optional() }),
    answers: { 303: '' },
  },
  'GET /api/sessions': {
    summary: 'In which browsers you are signed in',
    answers: { 200: sessionListSchema },
  },
  'DELETE /api/sessions': { summary: 'Signs you out everywhere', answers: { 204: '' } },
  'DELETE /api/sessions/:id': {
    summary: 'Signs you out in one browser; `current` is the one that asks',
    answers: { 204: '' },
  },
  'GET /api/tokens': { summary: 'Your personal tokens', answers: { 200: personalTokenListSchema } },
  'POST /api/tokens': {
    summary: 'Makes a personal token; the only answer that holds it',
    request: newPersonalTokenSchema,
    answers: { 201: madePersonalTokenSchema },
  },
  'DELETE /api/tokens/:id': { summary: 'Revokes a personal token', answers: { 204: '' } },
} satisfies Record<string, Described>;
