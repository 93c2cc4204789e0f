// What the live Sheets API once answered, asked again of the simulated one: every answer is the same.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { FileStore } from '../../../playground/simulator/api/files.ts';
import { GoogleApi } from '../../../playground/simulator/api/google-api.ts';

type Exchange = [method: string, path: string, body: unknown, status: number, answer: unknown];

interface Recordings {
  shared: Record<string, unknown>;
  cases: Record<string, Exchange[]>;
}

const recordings = JSON.parse(
  readFileSync(new URL('./recordings.json', import.meta.url), 'utf8'),
) as Recordings;

/** Exchanges whose answer differs for more than its ids, times and sizes, with the reason; none is passed over. */
const differing: Record<string, string> = {};

/** Whoever recorded. */
const person = 'person@example.com';

/** What is another in each recording: given out by Google, or read from its clock. */
const idNames = [
  'spreadsheetId',
  'id',
  'sheetId',
  'namedRangeId',
  'protectedRangeId',
  'sourceSheetId',
];
const timeNames = ['createdTime', 'modifiedTime'];
const sizeNames = ['pixelSize'];

/** Asks again what was asked, with our ids in the place of those recorded. */
class Replay {
  private readonly api = new GoogleApi(new FileStore());
  private readonly ours = new Map<unknown, unknown>();

  exchange([method, path, body, status, answer]: Exchange): { got: unknown; recorded: unknown } {
    const given = this.api.call({
      method,
      path: this.pathOf(path),
      body: this.bodyOf(body),
      as: person,
    });
    const recorded = expanded(answer);
    this.learn(recorded, given.body);
    return {
      got: { status: given.status, answer: given.body },
      recorded: { status, answer: this.bodyOf(recorded) },
    };
  }

  private pathOf(path: string): string {
    return path.replace(/spreadsheet-\d+/g, (id) => String(this.ours.get(id) ?? id));
  }

  private bodyOf(value: unknown, name = ''): unknown {
    if (Array.isArray(value)) return value.map((one) => this.bodyOf(one));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [key, this.bodyOf(one, key)]),
      );
    }
    if (name === 'spreadsheetUrl') return this.pathOf(String(value));
    return this.ours.has(`${kindOf(name)} ${value}`)
      ? this.ours.get(`${kindOf(name)} ${value}`)
      : value;
  }

  /** Takes over what may differ, where it stands in both; an id stays the same from then on. */
  private learn(recorded: unknown, got: unknown, name = ''): void {
    if (typeof recorded === 'object' && recorded !== null) {
      for (const [key, one] of Object.entries(recorded)) {
        this.learn(one, (got as Record<string, unknown> | null)?.[key], key);
      }
      return;
    }
    const isTime = timeNames.includes(name) && !Number.isNaN(Date.parse(String(got)));
    const isSize = sizeNames.includes(name) && typeof got === 'number';
    const isId = idNames.includes(name) && typeof got === typeof recorded;
    const key = `${kindOf(name)} ${recorded}`;
    if (isTime || isSize || (isId && !this.ours.has(key))) this.ours.set(key, got);
    if (isId && typeof recorded === 'string' && !this.ours.has(recorded))
      this.ours.set(recorded, got);
  }
}

/** The same id goes by several names. */
function kindOf(name: string): string {
  if (name === 'spreadsheetId') return 'id';
  return name === 'sourceSheetId' ? 'sheetId' : name;
}

function expanded(value: unknown): unknown {
  if (typeof value === 'string') return recordings.shared[value] ?? value;
  if (Array.isArray(value)) return value.map(expanded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, expanded(one)]));
}

const cases = Object.entries(recordings.cases);

test.each(cases)('%s: every recorded answer is given again', (name, exchanges) => {
  const replay = new Replay();

  exchanges.forEach((exchange, at) => {
    const { got, recorded } = replay.exchange(exchange);
    const place = `${name} ${at}`;
    if (place in differing)
      expect({ place, ...(got as object) }).not.toEqual({ place, ...(recorded as object) });
    else expect({ place, ...(got as object) }).toEqual({ place, ...(recorded as object) });
  });
});

test('the recordings are there: a thousand exchanges, of which those that differ are named', () => {
  const all = cases.flatMap(([name, exchanges]) => exchanges.map((_, at) => `${name} ${at}`));

  expect(all.length).toBeGreaterThan(1000);
  expect(Object.keys(differing).filter((place) => !all.includes(place))).toEqual([]);
});
