// spreadsheets.batchUpdate: all of its requests, in their order, or none.
import { z } from 'zod';
import { ApiError, invalid, refusedAt } from '../errors.ts';
import { flag, message, readMessage, text } from '../messages/message.ts';
import type { Opened } from '../opened.ts';
import { cellRequests } from './cells.ts';
import { conditionalFormatRequests } from './conditional-formats.ts';
import { dimensionRequests } from './dimensions.ts';
import { filterRequests } from './filters.ts';
import { findingRequests } from './finding.ts';
import { groupRequests } from './groups.ts';
import { metadataRequests } from './metadata.ts';
import { nameRequests } from './names.ts';
import { placeRequests } from './places.ts';
import { protectionRequests } from './protections.ts';
import type { Batch, RequestKind } from './request.ts';
import { tabRequests } from './tabs.ts';

const kinds: Record<string, RequestKind> = {
  ...tabRequests,
  ...dimensionRequests,
  ...groupRequests,
  ...cellRequests,
  ...placeRequests,
  ...findingRequests,
  ...nameRequests,
  ...protectionRequests,
  ...filterRequests,
  ...conditionalFormatRequests,
  ...metadataRequests,
};

const requestMessage = message(
  Object.fromEntries(Object.entries(kinds).map(([name, { schema }]) => [name, schema])),
);

const body = message({
  requests: z.array(requestMessage),
  includeSpreadsheetInResponse: flag,
  responseRanges: z.array(text),
  responseIncludeGridData: flag,
});
export type BatchBody = z.infer<typeof body>;

/** A batch as it was sent, read whole before anything is done. Throws what Google answers. */
export function readBatch(given: unknown): BatchBody {
  const batch = readMessage(body, given);
  const { requests = [] } = batch;
  if (requests.length === 0) throw invalid('Must specify at least one request.');
  requests.forEach((one, at) => {
    const names = Object.keys(one);
    if (names.length === 0) throw invalid(`Invalid requests[${at}]: No request set.`);
    if (names.length > 1)
      throw invalid(
        `Invalid value at 'requests[${at}]' (oneof), oneof field 'kind' is already set. Cannot set '${names[1]}'`,
      );
  });
  return batch;
}

/** The replies, one for each request. What one of them refuses leaves everything as it was. */
export function carryOut(
  { workbook, as, rollback }: Opened,
  { requests = [] }: BatchBody,
): object[] {
  const rolling = rollback();
  const batch: Batch = { workbook, as, rolling };
  return rolling.attempt(() =>
    requests.map((one, at) => {
      const [name = '', given] = Object.entries(one)[0] ?? [];
      const kind = kinds[name];
      if (!kind) throw new ApiError('INTERNAL', `No request is named ${name}.`);
      return refusedAt(`requests[${at}].${name}`, () => kind.carryOut(batch, given)) ?? {};
    }),
  );
}
