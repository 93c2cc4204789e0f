// A spreadsheet with a linked range at the simulated Google, for tests of what the server refreshes by itself.
import { randomUUID } from 'node:crypto';
import type { StartOptions } from '../../server/main.ts';
import { RECORD_KEY, type LinkedRange, type RangeSchedule } from '../../domain/linked-range.ts';
import { readRecord, recordText } from '../../domain/record/record-text.ts';
import { FileStore } from '../../playground/simulator/api/files.ts';
import { GoogleApi, type ApiSettings } from '../../playground/simulator/api/google-api.ts';
import { linkedAt } from '../addon/desk/linked.ts';
import { fetchOf } from './google-api.ts';

/** Whom the server is at Google. */
export const SERVER = 'sheetfeed@example.com';
/** A test does in seconds what takes minutes. */
export const NO_LIMITS = { grant: 1_000_000, project: 1_000_000 };
export const GOOGLE_SETTINGS = { GOOGLE_API_URL: 'https://google.test' };

/** The query `list` linked at C3 of a tab of Vera's, with two rows that are in no database. */
export function scheduledSheet(settings: ApiSettings = {}) {
  const linked = linkedAt(3, 3, 2);
  const { desk, id: range } = linked;
  const { workbook } = desk;
  const files = new FileStore();
  const file = files.add(workbook);
  const calls: string[] = [];
  const api = new GoogleApi(files, {
    ...settings,
    around: (call, answer) => {
      calls.push(call.path);
      return (settings.around ?? ((_call, give) => give()))(call, answer);
    },
  });
  const google: StartOptions['google'] = {
    ...{ fetch: fetchOf(api, SERVER), wait: async () => {} },
    limits: NO_LIMITS,
  };

  const kept = () => {
    const found = workbook.metadata.list.flatMap((metadata) => {
      const record = metadata.key === RECORD_KEY ? readRecord(metadata.value) : null;
      return record?.id === range ? [{ metadata, record }] : [];
    })[0];
    if (!found) throw new Error('The range has no record.');
    return found;
  };
  const change = (changed: Partial<LinkedRange>) => {
    const { metadata, record } = kept();
    workbook.metadata.change(metadata, { value: recordText({ ...record, ...changed }) });
  };
  return {
    ...{ linked, desk, workbook, range, google, files, file, api },
    /** The paths that Google was asked. */
    calls,
    record: () => kept().record,
    change,
    /** As somebody does who shares it with the server. */
    share: (role: 'writer' | 'reader' = 'writer') =>
      void file.permissions.push({ id: 's', type: 'user', role, emailAddress: SERVER }),
    /** As the add-on does in the sheet before it asks the server; gives the schedule's id. */
    noteSchedule: (id: string = randomUUID(), slug = 'list') => {
      const schedule: RangeSchedule = {
        ...{ rule: { every: 'hour' }, owner: 'vera@example.com', lastRunAt: null },
        ...{ since: new Date().toISOString(), failuresInARow: 0, server: id },
      };
      change({ schedule, slug });
      return id;
    },
    /** What a request says of the range. */
    content: (more: object = {}) => ({
      ...{ query: 'list', range, spreadsheet: { id: workbook.id, name: 'Growth' }, tab: 'Sheet1' },
      ...{ every: { every: 'day', hour: 3, timeZone: 'Europe/Paris' }, ...more },
    }),
    /** What the tab shows from the header on. */
    shown: () =>
      desk
        .shown('Sheet1')
        .slice(2)
        .map((row) => row.slice(2)),
  };
}
