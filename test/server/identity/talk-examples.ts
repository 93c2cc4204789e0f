// The requests of the table of rights about what people say to each other: comments, boards, and what concerns somebody.
import type { Route } from '../../../domain/contract/routes.ts';
import { id, type Example, type Subject } from './watching-examples.ts';

/** The ids of comments by the slugs of the queries that they are about. */
export const comments: Record<string, string> = {};
const commentPath = (slug: string) => `/api/comments/${comments[slug] ?? id}`;

/** A board that shows one query. */
export const boardOn = (query: string) => ({
  title: 'A board',
  tiles: [{ id: 'one', kind: 'number', at: [0, 0, 4, 2], query }],
});

export const talkExamples = {
  'GET /api/comments': ({ slug }) => ({ path: `/api/comments?about=query:${slug}` }),
  'GET /api/comments/people': ({ slug }) => ({ path: `/api/comments/people?about=query:${slug}` }),
  'POST /api/comments': ({ slug }) => ({
    path: '/api/comments',
    body: { about: `query:${slug}`, text: 'Is that so?' },
  }),
  'PUT /api/comments/:id': ({ slug }) => ({ path: commentPath(slug), body: { text: 'It is.' } }),
  'DELETE /api/comments/:id': ({ slug }) => ({ path: commentPath(slug) }),
  'PUT /api/comments/:id/resolved': ({ slug }) => ({
    path: `${commentPath(slug)}/resolved`,
    body: { resolved: true },
  }),
  'GET /api/queries/:slug/slack-channels': ({ slug }) => ({
    path: `/api/queries/${slug}/slack-channels`,
  }),
  'POST /api/queries/:slug/slack-channels': ({ slug }) => ({
    path: `/api/queries/${slug}/slack-channels`,
    body: { channel: 'C0GENERAL', name: 'general' },
  }),
  'DELETE /api/queries/:slug/slack-channels/:channel': ({ slug }) => ({
    path: `/api/queries/${slug}/slack-channels/C0GENERAL`,
  }),
  'GET /api/boards': () => ({ path: '/api/boards' }),
  'POST /api/boards': () => ({ path: '/api/boards', body: { content: boardOn('open') } }),
  'GET /api/boards/:slug': ({ slug }) => ({ path: `/api/boards/${slug}` }),
  'PUT /api/boards/:slug': ({ slug }) => ({
    path: `/api/boards/${slug}`,
    body: { version: 1, content: boardOn(slug) },
  }),
  'DELETE /api/boards/:slug': ({ slug }) => ({ path: `/api/boards/${slug}` }),
  'GET /api/boards/:slug/file': ({ slug }) => ({ path: `/api/boards/${slug}/file` }),
  'POST /api/boards/:slug/tiles/:tile/number': ({ slug }) => ({
    path: `/api/boards/${slug}/tiles/one/number`,
    body: {},
  }),
  'GET /api/boards/:slug/links': ({ slug }) => ({ path: `/api/boards/${slug}/links` }),
  'POST /api/boards/:slug/links': ({ slug }) => ({
    path: `/api/boards/${slug}/links`,
    body: { name: 'A link' },
  }),
  'GET /s/:token/board': () => ({ path: '/s/sfl_x/board' }),
  'GET /s/:token/board-tiles': () => ({ path: '/s/sfl_x/board-tiles' }),
  'GET /s/:token/board-tiles/:tile': () => ({ path: '/s/sfl_x/board-tiles/one' }),
  'GET /b/:slug': ({ slug }) => ({ path: `/b/${slug}` }),
  'GET /b/:slug/edit': ({ slug }) => ({ path: `/b/${slug}/edit` }),
  'GET /boards': () => ({ path: '/boards' }),
  'GET /boards/new': () => ({ path: '/boards/new' }),
  'GET /api/concerns': () => ({ path: '/api/concerns' }),
  'PUT /api/concerns': () => ({
    path: '/api/concerns',
    body: { readAt: '2026-01-01T00:00:00.000Z' },
  }),
} satisfies Partial<Record<Route, (subject: Subject) => Example>>;
