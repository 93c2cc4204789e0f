// The routes of boards: made by authors, seen by whoever sees a query on them; each tile by whoever sees its own.
import { z } from 'zod';
import {
  boardListSchema,
  boardSchema,
  boardUpdateSchema,
  newBoardSchema,
  numberRequestSchema,
  numberSchema,
} from '../board.ts';
import type { Rows } from '../row.ts';

const ofBoard = { about: 'query', params: z.object({ slug: z.string().max(100) }) } as const;

export const boardRows = {
  'GET boards': {
    least: 'viewer',
    about: 'list',
    scope: 'read',
    summary: 'The boards that the member may see',
    answers: { 200: boardListSchema },
  },
  'POST boards': {
    least: 'author',
    about: 'nothing',
    scope: 'write',
    change: 'made a board',
    summary: 'Makes a board',
    body: newBoardSchema,
    answers: { 201: boardSchema },
  },
  'GET board': {
    ...ofBoard,
    least: 'viewer',
    scope: 'read',
    summary: 'A board with those of its tiles that the member may see',
    answers: { 200: boardSchema },
  },
  'PUT board': {
    ...ofBoard,
    least: 'author',
    scope: 'write',
    change: 'changed a board',
    summary: 'Changes a board',
    body: boardUpdateSchema,
    answers: { 200: boardSchema },
  },
  'DELETE board': {
    ...ofBoard,
    least: 'author',
    scope: 'write',
    change: 'deleted a board',
    summary: 'Deletes a board; its queries stay',
    answers: { 204: '' },
  },
  'GET boardFile': {
    ...ofBoard,
    least: 'viewer',
    scope: 'read',
    summary: 'The board as a file of the catalog’s folder, of those who may change it',
    answers: { 200: 'text/yaml' },
  },
  'POST tileNumber': {
    ...ofBoard,
    params: z.object({ slug: z.string().max(100), tile: z.string().max(100) }),
    least: 'viewer',
    scope: 'run',
    summary: 'The number of a tile, with that of the run before',
    body: numberRequestSchema,
    answers: { 200: numberSchema },
  },
} as const satisfies Rows;
