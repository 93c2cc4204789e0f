// What an alert on changes saw last, compressed.
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type pg from 'pg';
import type { WatchedResult } from '../../domain/alerts/condition.ts';
import { findMemory } from '../catalog/alerts/memories.ts';

const deflated = promisify<string, Buffer>(deflate);
const inflated = promisify<Buffer, Buffer>(inflate);

/** The result as it is kept. */
export function packed({ columns, rows, truncated }: WatchedResult): Promise<Buffer> {
  return deflated(JSON.stringify({ columns, rows, truncated }));
}

/** What the alert saw last; null before its first look. */
export async function recall(database: pg.Pool, alert: string): Promise<WatchedResult | null> {
  return unpacked(await findMemory(database, alert));
}

/** What `packed` made. */
export async function unpacked(kept: Buffer | null): Promise<WatchedResult | null> {
  if (kept === null) return null;
  return JSON.parse((await inflated(kept)).toString('utf8')) as WatchedResult;
}
