// The routes for whoever runs the server or writes programs against it.
import { z } from 'zod';
import { maintenanceSwitchSchema } from '../operation/maintenance.ts';
import type { Rows } from '../row.ts';

const anyone = { least: 'anyone', about: 'nothing', uncounted: true } as const;
const health = z.object({ status: z.literal('ok') });
const state = z.enum(['ok', 'away']);
const readiness = z.object({
  status: z.enum(['ready', 'not ready']),
  /** These only in local mode, and for whoever sends METRICS_TOKEN. */
  database: state.optional(),
  sources: z.array(z.object({ name: z.string(), status: state })).optional(),
});

export const operationRows = {
  'GET healthz': { ...anyone, summary: 'Whether the server is alive', answers: { 200: health } },
  'GET readyz': {
    least: 'anyone',
    about: 'nothing',
    summary:
      'Whether the server can work; with METRICS_TOKEN as the bearer token also which data sources can',
    answers: { 200: readiness, 503: readiness },
  },
  'GET metrics': {
    least: 'admin',
    about: 'nothing',
    summary: 'Figures for Prometheus',
    answers: { 200: 'text/plain' },
  },
  'PUT maintenance': {
    least: 'admin',
    about: 'nothing',
    change: 'switched maintenance',
    always: true,
    summary: 'While it is on, reading goes on, and changes, runs and what is due at times wait',
    body: maintenanceSwitchSchema,
    answers: { 204: '' },
  },
  'GET openapi': {
    ...anyone,
    summary: 'This description',
    answers: { 200: z.record(z.string(), z.unknown()) },
  },
} as const satisfies Rows;
