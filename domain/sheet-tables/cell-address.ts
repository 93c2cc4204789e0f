// The address that opens a spreadsheet at one of its cells.

interface PlaceOfCell {
  spreadsheet: { id: string; url?: string | undefined };
  tabId?: number | undefined;
}

export function cellAddress({ spreadsheet, tabId }: PlaceOfCell, cell: string): string {
  const google = `https://docs.google.com/spreadsheets/d/${encodeURIComponent(spreadsheet.id)}/edit`;
  const base = (spreadsheet.url ?? google).split('#', 1)[0] ?? google;
  return `${base}#gid=${tabId ?? 0}&range=${cell}`;
}
