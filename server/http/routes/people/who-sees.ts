// Who sees what over HTTP, for admins: things with their readers, the readers of one, and all of it as CSV.
import type { Response } from 'express';
import type { WhoSeesFilter } from '../../../../domain/contract/operation/who-sees.ts';
import {
  listSeers,
  listThings,
  sightLines,
  type SightLine,
  type WhoSeesOptions,
} from '../../../catalog/sight/who-sees.ts';
import type { Handlers } from '../../front/handlers.ts';
import { csvLine } from '../../output/csv-line.ts';
import { sendPieces } from '../../output/send-pieces.ts';
import { textEncoding } from '../../output/send-text.ts';

type WhoSeesRows = 'GET whoSees' | 'GET whoSeesCsv' | 'GET seers';

export function whoSeesHandlers(options: WhoSeesOptions): Handlers<WhoSeesRows> {
  return {
    'GET whoSees': ({ query: { next, ...filter } }) => listThings(options, filter, next),
    'GET seers': ({ params, query }) => listSeers(options, params, query),
    // Entered before it is sent: nobody has it without the line that says so.
    async 'GET whoSeesCsv'({ query: filter, change, response }) {
      await change(async (_client, tell) => tell(null, { filter }));
      await sendCsv(options, filter, response);
    },
  };
}

const HEAD = ['kind', 'name', 'title', 'source', 'member', 'email', 'role', 'sees', 'why', 'what'];

const lineOf = ({ thing: { kind, name, title, source }, member, sight }: SightLine) =>
  csvLine([
    ...[kind, name, title, source, member?.name, member?.email, member?.role],
    ...[sight.sees ? 'yes' : 'no', sight.why, sight.what],
  ]);

async function sendCsv(
  options: WhoSeesOptions,
  filter: WhoSeesFilter,
  response: Response,
): Promise<void> {
  response.setHeader('Content-Type', 'text/csv; charset=utf-8; header=present');
  response.setHeader('Content-Disposition', 'attachment; filename="who-sees-what.csv"');
  response.setHeader('Cache-Control', 'no-store');
  await sendPieces(response, pieces(options, filter), textEncoding(response));
}

const LINES_A_PIECE = 500;

async function* pieces(options: WhoSeesOptions, filter: WhoSeesFilter): AsyncGenerator<Buffer> {
  let lines = [csvLine(HEAD)];
  for await (const line of sightLines(options, filter)) {
    lines.push(lineOf(line));
    if (lines.length < LINES_A_PIECE) continue;
    yield Buffer.from(lines.join(''));
    lines = [];
  }
  yield Buffer.from(lines.join(''));
}
