// The contract of the admins' overview: what wants looking after, of queries, data sources, messages, links and room.
import { z } from 'zod';

const count = z.number().int();
const query = z.object({ slug: z.string(), title: z.string() });

/** GET /api/overview. Lists hold at most twenty, the worst first; what is counted is counted whole. */
export const overviewSchema = z.object({
  sources: z.array(
    z.object({
      name: z.string(),
      /** Why no run could start now; null when one could. */
      problem: z.string().nullable(),
      warnings: z.array(z.string()),
      servers: z.array(
        z.object({
          role: z.enum(['primary', 'follower', 'unknown']),
          healthy: z.boolean(),
          lagSeconds: z.number().nullable(),
        }),
      ),
    }),
  ),
  /** Of the last thirty days. */
  queries: z.object({
    all: count,
    runs: count,
    people: count,
    failing: z.array(
      query.extend({
        runs: count,
        failures: count,
        lastCode: z.string(),
        lastAt: z.iso.datetime(),
      }),
    ),
    slow: z.array(query.extend({ runs: count, medianMs: z.number() })),
    used: z.array(query.extend({ runs: count, people: count })),
    unused: z.array(query),
    unusedCount: count,
  }),
  /** What is wrong with files of the catalog. */
  brokenFiles: count,
  openAsks: count,
  alerts: z.object({ firing: count, failing: count, muted: count }),
  messages: z.object({ waiting: count, undelivered: count }),
  /** What of the audit its webhook has still to get, and why it took nothing the last time; null: there is none. */
  auditWebhook: z.object({ waiting: count, problem: z.string().nullable() }).nullable(),
  /** Each of a query or of a board. */
  links: z.array(
    z.object({
      query: z.string().nullable(),
      board: z.string().nullable(),
      name: z.string(),
      madeBy: z.string(),
      expiresAt: z.iso.datetime(),
    }),
  ),
  /** What of Sheetfeed's own database is largest. */
  tables: z.array(z.object({ name: z.string(), bytes: count })),
  /** What this server holds for callers, and how much of it there may be; null where nothing limits it. */
  held: z.array(
    z.object({ where: z.enum(['memory', 'file']), bytes: count, limit: count.nullable() }),
  ),
  /** Members and share links that hold more than half of what one may, on this server. */
  holders: z.array(
    z.object({ where: z.enum(['memory', 'file']), name: z.string(), bytes: count, limit: count }),
  ),
});

export type Overview = z.infer<typeof overviewSchema>;
