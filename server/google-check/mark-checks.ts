// What the server relies on of marks (developer metadata): that they go with their rows, and that a batch which begins
// with marks that are not where they were read is refused as a whole.
import { randomInt, randomUUID } from 'node:crypto';
import { guardRequests, type Anchor } from '../sheets/anchors.ts';
import { recordGuard } from '../sheets/record-requests.ts';
import type { Request } from '../google/spreadsheet.ts';
import { linesOf } from '../sheets/places.ts';
import { place, REFUSED, refusedWhole, told, type Check } from './check.ts';
import type { ScratchTab } from './scratch-tab.ts';

const above = (tab: ScratchTab): Request => ({
  insertDimension: { range: linesOf(tab.id, 'ROWS', 1, 2), inheritFromBefore: false },
});

export const markChecks: Check[] = [
  {
    what: 'A mark goes with its row when rows come above it',
    relied: told([4]),
    async observe(tab) {
      const { key } = await marked(tab, 3);
      await tab.write(above(tab));
      return told(await rowsMarked(tab, key));
    },
  },
  {
    what: 'A mark goes with its column when columns come before it',
    relied: told([4]),
    async observe(tab) {
      const { key } = await marked(tab, 3, 'COLUMNS');
      const range = linesOf(tab.id, 'COLUMNS', 1, 2);
      await tab.write({ insertDimension: { range, inheritFromBefore: false } });
      return told(await rowsMarked(tab, key));
    },
  },
  {
    what: 'A mark is gone when its row is, and a search that finds nothing is no error',
    relied: told([]),
    async observe(tab) {
      const { key } = await marked(tab, 3);
      await tab.write({ deleteDimension: { range: linesOf(tab.id, 'ROWS', 3, 1) } });
      return told(await rowsMarked(tab, key));
    },
  },
  {
    what: 'A batch that takes a mark from its row and puts it there again is carried out, under the same number',
    relied: told([[2], ['a']]),
    async observe(tab) {
      const { key, anchor } = await marked(tab, 3);
      await tab.write(...guardRequests([anchor], 'check'), tab.put(1, 1, [['a']]));
      return told([await rowsMarked(tab, key), (await tab.values(place(1, 1))).flat()]);
    },
  },
  {
    what: 'A batch that begins with a mark which has moved is refused whole',
    relied: REFUSED,
    async observe(tab) {
      const { key, anchor } = await marked(tab, 3);
      await tab.write(above(tab));
      const guard = guardRequests([anchor], 'check');
      const refusal = await tab.refusal(...guard, tab.put(1, 1, [['a']]));
      const stands = [await tab.values(place(1, 1)), await rowsMarked(tab, key)];
      return refusedWhole(refusal, { stands, left: [[], [4]] });
    },
  },
  {
    what: 'Of two that go as one batch, the second’s mark that has moved refuses the first’s values too',
    relied: REFUSED,
    async observe(tab) {
      const first = await marked(tab, 3);
      const second = await marked(tab, 5);
      await tab.write({ deleteDimension: { range: linesOf(tab.id, 'ROWS', 4, 1) } });
      const refusal = await tab.refusal(
        ...guardRequests([first.anchor], 'check'),
        tab.put(1, 1, [['a']]),
        ...guardRequests([second.anchor], 'check'),
      );
      return refusedWhole(refusal, { stands: await tab.values(place(1, 1)), left: [] });
    },
  },
  {
    what: 'A record that is what it was when it was read lets its batch pass',
    relied: told([['record'], ['a']]),
    async observe(tab) {
      const { key, guard } = await recorded(tab);
      await tab.write(...guard, tab.put(1, 1, [['a']]));
      return told([await valuesOf(tab, key), (await tab.values(place(1, 1))).flat()]);
    },
  },
  {
    what: 'A record that somebody has changed meanwhile refuses the whole batch',
    relied: REFUSED,
    async observe(tab) {
      const { key, id, guard } = await recorded(tab);
      await tab.write({
        updateDeveloperMetadata: {
          dataFilters: [{ developerMetadataLookup: { metadataId: id } }],
          developerMetadata: { metadataValue: 'changed' },
          fields: 'metadataValue',
        },
      });
      const refusal = await tab.refusal(...guard, tab.put(1, 1, [['a']]));
      const stands = [await tab.values(place(1, 1)), await valuesOf(tab, key)];
      return refusedWhole(refusal, { stands, left: [[], ['changed']] });
    },
  },
];

const newKey = () => `sheetfeed-check-${randomUUID().slice(0, 8)}`;

/** Puts a mark on a row or column, and says how the server would have read it. */
async function marked(tab: ScratchTab, at: number, dimension: Anchor['dimension'] = 'ROWS') {
  const key = newKey();
  const anchor: Anchor = { metadataId: randomInt(1, 2 ** 31 - 1), key, tab: tab.id, dimension, at };
  const location = { dimensionRange: linesOf(tab.id, dimension, at, 1) };
  const developerMetadata = {
    ...{ metadataId: anchor.metadataId, metadataKey: key, metadataValue: 'check' },
    ...{ visibility: 'DOCUMENT', location },
  };
  await tab.write({ createDeveloperMetadata: { developerMetadata } });
  return { key, anchor };
}

/** A record of the tab, and the requests that are refused where it has changed. */
async function recorded(tab: ScratchTab) {
  const [key, id] = [newKey(), randomInt(1, 2 ** 31 - 1)];
  const metadata = {
    ...{ metadataId: id, metadataKey: key, metadataValue: 'record' },
    ...{ visibility: 'DOCUMENT', location: { sheetId: tab.id } },
  };
  await tab.write({ createDeveloperMetadata: { developerMetadata: metadata } });
  return { key, id, guard: recordGuard({ metadata }) };
}

/** The rows or columns of marks, from 0. */
async function rowsMarked(tab: ScratchTab, key: string): Promise<number[]> {
  const marks = await tab.marks(key);
  return marks.map(({ location }) => location?.dimensionRange?.startIndex ?? 0);
}

async function valuesOf(tab: ScratchTab, key: string): Promise<unknown[]> {
  return (await tab.marks(key)).map(({ metadataValue }) => metadataValue);
}
