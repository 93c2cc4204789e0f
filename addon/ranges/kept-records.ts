// The texts of records among a tab's metadata. Google keeps 30,000 characters of a tab: where that is too little they
// are packed, the records of wide results always.
import { RECORD_KEY } from '../../domain/linked-range.ts';
import { bytesOfText, textOfBytes } from '../../domain/packed-bytes.ts';
import { messageOf } from '../google/problems.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Metadata = GoogleAppsScript.Spreadsheet.DeveloperMetadata;

/** What a packed text begins with; a record itself is JSON. */
const PACKED = 'z';
/** A record of a result with hundreds of columns. */
const LONG_CHARACTERS = 6_000;

/** The text of a record, as it was before it was packed; '' where it cannot be read. */
export function keptRecordText(metadata: Metadata): string {
  const text = metadata.getValue() ?? '';
  return text.startsWith(PACKED) ? unpacked(text.slice(PACKED.length)) : text;
}

/** Keeps the text of a new record, and `more` with it. Throws what Google throws where the tab has no room. */
export function addRecordText(sheet: Sheet, text: string, more: () => void): void {
  const visibility = SpreadsheetApp.DeveloperMetadataVisibility.DOCUMENT;
  const add = (kept: string) => sheet.addDeveloperMetadata(RECORD_KEY, kept, visibility);
  makingRoom(() => sheet, text, add);
  addBesides(sheet, more);
}

/** Keeps something else with a tab. Throws what Google throws where the tab has no room. */
export function addBesides(sheet: Sheet, add: () => void): void {
  if (hasRoomFor(add)) return;
  packAll(sheet);
  add();
}

/** Keeps what a record says now. Throws what Google throws where the tab has no room. */
export function changeRecordText(metadata: Metadata, text: string): void {
  const change = (kept: string) => metadata.setValue(kept);
  makingRoom(() => metadata.getLocation().getSheet(), text, change);
}

function makingRoom(
  sheet: () => Sheet | null,
  text: string,
  keep: (text: string) => unknown,
): void {
  if (text.length <= LONG_CHARACTERS && hasRoomFor(() => keep(text))) return;
  const short = packed(text);
  if (hasRoomFor(() => keep(short))) return;
  const tab = sheet();
  if (tab) packAll(tab);
  keep(short);
}

function hasRoomFor(keep: () => unknown): boolean {
  try {
    keep();
    return true;
  } catch (error) {
    if (!isFull(error)) throw error;
    return false;
  }
}

function isFull(error: unknown): boolean {
  return /metadata exceeds/i.test(messageOf(error));
}

function packAll(sheet: Sheet): void {
  for (const metadata of sheet.createDeveloperMetadataFinder().withKey(RECORD_KEY).find()) {
    const text = metadata.getValue() ?? '';
    if (text.startsWith('{')) metadata.setValue(packed(text));
  }
}

function packed(text: string): string {
  const bytes = Utilities.gzip(Utilities.newBlob(text)).getBytes();
  return PACKED + textOfBytes(bytes);
}

function unpacked(text: string): string {
  const bytes = bytesOfText(text);
  if (!bytes) return '';
  try {
    // Java's bytes have a sign.
    const signed = bytes.map((byte) => (byte > 127 ? byte - 256 : byte));
    const blob = Utilities.newBlob(signed, 'application/x-gzip');
    return Utilities.ungzip(blob).getDataAsString();
  } catch {
    // Somebody changed it: it is told as a record that cannot be read.
    return '';
  }
}
