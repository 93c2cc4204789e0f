// The address that opens a spreadsheet at one of its cells.
import { placeNamed } from '../cells/cell-name.ts';
import type { Place } from '../cells/place.ts';

interface PlaceOfCell {
  spreadsheet: { id: string; url?: string | undefined };
  tabId?: number | undefined;
}

export function cellAddress({ spreadsheet, tabId }: PlaceOfCell, cell: string): string {
  const google = `https://docs.google.com/spreadsheets/d/${encodeURIComponent(spreadsheet.id)}/edit`;
  const base = (spreadsheet.url ?? google).split('#', 1)[0] ?? google;
  return `${base}#gid=${tabId ?? 0}&range=${cell}`;
}

/** The tab and the cell that such an address opens; null where it is none. */
export function cellAt(address: string): { tabId: number; place: Place } | null {
  const [, tab, cell = ''] = /#gid=(\d+)&range=([A-Z]+\d+)$/.exec(address) ?? [];
  const place = placeNamed(cell);
  return place && { tabId: Number(tab), place };
}
