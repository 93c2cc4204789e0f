// The routes of comments: seen and written by whoever may see what they are about.
import { z } from 'zod';
import {
  commentFilterSchema,
  commentPeopleFilterSchema,
  commentPeopleSchema,
  commentTextSchema,
  concernsReadSchema,
  concernsSchema,
  newCommentSchema,
  resolvedSchema,
  saidSchema,
  threadListSchema,
} from '../talk/comment.ts';
import type { Rows } from '../row.ts';

// Who may not see what a comment is about does not see the comment.
const ofThing = { least: 'viewer', about: 'query', scope: 'write' } as const;
const ofComment = { ...ofThing, params: z.object({ id: z.string().max(100) }) } as const;

export const commentRows = {
  'GET comments': {
    ...ofThing,
    scope: 'read',
    summary: 'The comments about a query, a frozen run or a board, in threads',
    query: commentFilterSchema,
    answers: { 200: threadListSchema },
  },
  'GET commentPeople': {
    ...ofThing,
    scope: 'read',
    summary: 'Members who may see it and fit, to speak to',
    query: commentPeopleFilterSchema,
    answers: { 200: commentPeopleSchema },
  },
  'POST comments': {
    ...ofThing,
    change: 'commented',
    summary: 'Says something about it, or answers; who is spoken to is told',
    body: newCommentSchema,
    answers: { 201: saidSchema },
  },
  'PUT comment': {
    ...ofComment,
    change: 'changed a comment',
    summary: 'Changes the text of one’s own comment',
    body: commentTextSchema,
    answers: { 200: saidSchema },
  },
  'DELETE comment': {
    ...ofComment,
    change: 'deleted a comment',
    summary: 'Deletes the text; that there was one stays to be seen',
    answers: { 204: '' },
  },
  'PUT resolved': {
    ...ofComment,
    change: 'resolved a thread',
    summary: 'Says that nothing more is to be done about a thread, or that there is',
    body: resolvedSchema,
    answers: { 204: '' },
  },
  'GET concerns': {
    least: 'viewer',
    about: 'list',
    scope: 'read',
    summary: 'What others said that concerns the member',
    answers: { 200: concernsSchema },
  },
  'PUT concerns': {
    least: 'viewer',
    about: 'list',
    scope: 'write',
    summary: 'Notes up to when the member has seen them',
    body: concernsReadSchema,
    answers: { 204: '' },
  },
} as const satisfies Rows;
