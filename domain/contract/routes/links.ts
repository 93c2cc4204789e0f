// The routes of share links: made and revoked by members, opened by whoever has one.
import { z } from 'zod';
import {
  boardLinkListSchema,
  createdBoardLinkSchema,
  createdLinkSchema,
  linkListSchema,
  newBoardLinkSchema,
  newLinkSchema,
  sharedBoardSchema,
  sharedResultSchema,
} from '../link.ts';
import type { Rows } from '../row.ts';
import { objectsSchema, XLSX } from './results.ts';

// The secret in the address is the right; who made the link answers for it.
const opened = { least: 'anyone', about: 'nothing' } as const;

export const linkRows = {
  'GET links': {
    least: 'viewer',
    about: 'query',
    summary: "The query's share links that the member may see",
    answers: { 200: linkListSchema },
  },
  'POST links': {
    least: 'author',
    about: 'query',
    change: 'made a share link',
    summary: 'A new share link; its secret is told only here',
    body: newLinkSchema,
    answers: { 201: createdLinkSchema },
  },
  'GET boardLinks': {
    least: 'viewer',
    about: 'query',
    params: z.object({ slug: z.string().max(100) }),
    summary: "The board's share links that the member may see",
    answers: { 200: boardLinkListSchema },
  },
  'POST boardLinks': {
    least: 'author',
    about: 'query',
    params: z.object({ slug: z.string().max(100) }),
    change: 'made a share link of a board',
    summary: 'A new share link of a board; its secret is told only here',
    body: newBoardLinkSchema,
    answers: { 201: createdBoardLinkSchema },
  },
  // Only who made it, the query's owner and admins; the others are told that there is none.
  'DELETE link': {
    least: 'viewer',
    about: 'own',
    change: 'revoked a share link',
    summary: 'Revokes a share link at once',
    answers: { 204: '' },
  },
  'GET shareCsv': {
    ...opened,
    summary: 'The result as CSV; the last good one while the query fails',
    answers: { 200: 'text/csv', 304: '' },
  },
  'GET shareJson': {
    ...opened,
    summary: 'The result as an array of objects; the last good one while the query fails',
    answers: { 200: objectsSchema, 304: '' },
    streams: true,
  },
  'GET shareXlsx': {
    ...opened,
    summary: 'The result as an Excel workbook; the last good one while the query fails',
    answers: { 200: XLSX, 304: '' },
  },
  'GET shareResult': {
    ...opened,
    summary: "What a share link's page shows",
    answers: { 200: sharedResultSchema },
    streams: true,
  },
  'GET shareChart': {
    ...opened,
    summary: "The chart of a share link's result alone, for a frame in a page of another site",
    answers: { 200: 'text/html' },
  },
  'GET shareBoardPage': {
    ...opened,
    summary: 'The page of a share link of a board, which pages of other sites may frame',
    answers: { 200: 'text/html' },
  },
  'GET shareBoard': {
    ...opened,
    summary: 'What that page shows, but for the results of its tiles',
    answers: { 200: sharedBoardSchema },
  },
  'GET shareTile': {
    ...opened,
    summary: 'The result of a tile of a shared board; the last good one while its query fails',
    answers: { 200: sharedResultSchema },
    streams: true,
  },
  'GET sharePage': { ...opened, summary: "A share link's page", answers: { 200: 'text/html' } },
  'OPTIONS shareCsv': {
    ...opened,
    summary: 'Pages of other sites may read it',
    answers: { 204: '' },
  },
  'OPTIONS shareJson': {
    ...opened,
    summary: 'Pages of other sites may read it',
    answers: { 204: '' },
  },
} as const satisfies Rows;
