// What a refresh would change, and what is asked of the person before it does.
import { Problem } from '../domain/problem.ts';
import { changesSomething } from '../domain/refresh/plan.ts';
import { cellAreas } from '../domain/cells/cell-areas.ts';
import { placeName, placeNamed } from '../domain/cells/cell-name.ts';
import type { EditedCells } from './edited-cells.ts';
import type { Prepared } from './prepare.ts';
import type { PlacedRange } from './ranges/records.ts';
import { broken, formulasReferringTo } from './references.ts';
import { countRows } from './row-counts.ts';
import type { Confirmed, RefreshPreview } from './sidebar-functions.ts';

/** Formulas, cells and areas that are named to the person. */
const NAMED_CELLS = 20;

/** What a refresh changes that changes nothing. */
export function noChanges(): RefreshPreview {
  return {
    ...{ rowsAdded: 0, rowsRemoved: 0, rowsChanged: 0, cellsEditedByHand: 0 },
    ...{ columnsAdded: [], columnsRemoved: [], formulasReferring: [], unchanged: true },
  };
}

/** What a prepared refresh changes; formulas that refer to it are not looked for. */
export function changesOf(prepared: Prepared, edited: EditedCells): RefreshPreview {
  const { plan } = prepared;
  const unchanged = !changesSomething(plan);
  return {
    ...plan.changes,
    ...(unchanged ? {} : countRows(prepared)),
    cellsEditedByHand: edited.count,
    editedAreas: edited.areas,
    ownCells: ownNames(prepared).slice(0, NAMED_CELLS),
    formulasReferring: [],
    unchanged,
  };
}

/** The same with the formulas that refer to columns which go. */
export function previewOf(
  found: PlacedRange,
  prepared: Prepared,
  edited: EditedCells,
): RefreshPreview {
  return withFormulas(found, prepared, changesOf(prepared, edited));
}

/** Throws Problem needs_confirmation where a refresh would take something of the person's away. */
export function askFirst(
  found: PlacedRange,
  prepared: Prepared,
  { changes, confirmed }: { changes: RefreshPreview; confirmed: Confirmed },
): void {
  const reasons: string[] = [];
  if (changes.cellsEditedByHand !== 0 && !confirmed.editedCells) {
    reasons.push(editedWords(changes.cellsEditedByHand, changes.editedAreas ?? []));
  }
  if (prepared.ownCells.length > 0 && !confirmed.ownCells) {
    reasons.push(
      `Rows go in which you keep something of your own: ${ownAreas(prepared)}. It would go with them.`,
    );
  }
  const { vanished } = prepared.arrangement;
  const preview = withFormulas(found, prepared, changes);
  if (preview.formulasReferring.length > 0 && !confirmed.removedColumns) {
    const names = vanished.map(({ label }) => label).join(', ');
    reasons.push(
      `The query no longer has ${names}, and formulas refer to it. Going on removes the column.`,
    );
  }
  if (reasons.length > 0) throw new Problem('needs_confirmation', reasons.join(' '), { preview });
}

function ownAreas(prepared: Prepared): string {
  const places = ownNames(prepared).flatMap((name) => placeNamed(name) ?? []);
  const areas = cellAreas(places.map(({ row, column }) => [row, column] as const)).map(placeName);
  const named = areas.slice(0, NAMED_CELLS);
  return `${named.join(', ')}${moreWords(places.length, named)}`;
}

function ownNames({ ownCells }: Prepared): string[] {
  return ownCells.map(({ name }) => name);
}

function withFormulas(
  { sheet, place }: PlacedRange,
  { arrangement: { vanished } }: Prepared,
  changes: RefreshPreview,
): RefreshPreview {
  if (vanished.length === 0) return changes;
  const formulas = formulasReferringTo(sheet);
  const formulasReferring = vanished
    .flatMap(({ offset }) =>
      broken(formulas, { ...place, column: place.column + offset, columns: 1 }),
    )
    .map((formula) => formula.place)
    .slice(0, NAMED_CELLS);
  return { ...changes, formulasReferring };
}

function editedWords(count: number | null, areas: string[]): string {
  const subject =
    count === null
      ? 'Cells were'
      : count === 1
        ? '1 cell was'
        : `${count.toLocaleString('en-US')} cells were`;
  const named = areas.length === 0 ? '' : ` (${areas.join(', ')}${moreWords(count, areas)})`;
  return `${subject} changed by hand${named} and would get the database's values back.`;
}

function moreWords(count: number | null, areas: string[]): string {
  const sizes = areas.map(placeNamed).map((place) => (place ? place.rows * place.columns : 0));
  const more = (count ?? 0) - sizes.reduce((sum, size) => sum + size, 0);
  return more > 0 ? ` and ${more.toLocaleString('en-US')} more` : '';
}
