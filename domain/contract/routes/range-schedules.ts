// The routes of what the server writes into spreadsheets: schedules of linked ranges, and results that are sent.
import { z } from 'zod';
import {
  newRangeScheduleSchema,
  pauseSchema,
  rangeScheduleFilterSchema,
  rangeScheduleListSchema,
} from '../ranges/range-schedule.ts';
import type { Rows } from '../row.ts';
import { sheetSendSchema, sheetSentSchema } from '../ranges/sheet-send.ts';

const params = z.object({ id: z.uuid() });

export const rangeScheduleRows = {
  'GET rangeSchedules': {
    least: 'viewer',
    about: 'list',
    scope: 'read',
    summary: 'The linked ranges that the server refreshes for you; for an admin, for everybody',
    query: rangeScheduleFilterSchema,
    answers: { 200: rangeScheduleListSchema },
  },
  'PUT rangeSchedule': {
    least: 'viewer',
    about: 'query',
    scope: 'run',
    change: 'scheduled a linked range',
    summary:
      'Has the server refresh a linked range with your rights, once it has tried that it may write there',
    params,
    body: newRangeScheduleSchema,
    answers: { 204: '' },
  },
  'DELETE rangeSchedule': {
    least: 'viewer',
    about: 'own',
    scope: 'run',
    change: 'ended the schedule of a linked range',
    summary: 'Ends a schedule of yours; an admin ends any',
    params,
    answers: { 204: '' },
  },
  'PUT rangeSchedulePaused': {
    least: 'viewer',
    about: 'own',
    scope: 'run',
    change: 'paused or resumed the schedule of a linked range',
    summary: 'Pauses a schedule of yours, or has it go on; an admin does so with any',
    params,
    body: pauseSchema,
    answers: { 204: '' },
  },
  'POST rangeScheduleRun': {
    least: 'viewer',
    about: 'own',
    scope: 'run',
    change: 'had a linked range refreshed',
    summary:
      'Has a linked range refreshed by the server now, with the rights of its schedule’s owner',
    params,
    answers: { 204: '' },
  },
  'POST sheetSend': {
    least: 'viewer',
    about: 'query',
    scope: 'run',
    change: 'sent a result to a spreadsheet',
    summary:
      'Writes the query’s result into a tab of a spreadsheet as a linked range, once or at times, without anybody opening it',
    body: sheetSendSchema,
    answers: { 200: sheetSentSchema },
  },
} as const satisfies Rows;
