// Which add-ons are too old to understand the server's answers.
import type { RequestHandler } from 'express';
import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../../../domain/problem.ts';

/** Add-ons with a smaller number in `Sheetfeed-Addon` are asked to reload. */
const minimumAddon = 1;

/** Refuses an add-on that is too old. */
export const checkAddon: RequestHandler = (request, _response, next) => {
  requireCurrentAddon(request.headers);
  next();
};

/** Throws Problem addon_outdated; also for a plain handler of node:http. */
export function requireCurrentAddon(headers: IncomingHttpHeaders): void {
  const version = headers['sheetfeed-addon'];
  if (version === undefined || Number(version) >= minimumAddon) return;
  const detail = 'This add-on is too old for the server. Reload the spreadsheet.';
  throw new Problem('addon_outdated', detail, { minimumAddon });
}
