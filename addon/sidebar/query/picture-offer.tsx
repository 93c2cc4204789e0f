// The offer to draw a result beside its cells, where its columns give a chart or a pivot table.
import { sheetPicture, type SheetPicture } from '../../../domain/charts/sheet-picture.ts';
import type { PreviewView, QueryView } from '../../sidebar-functions.ts';

export type OfferedPicture = SheetPicture['what'] | null;

/** What the first rows suggest; null: nothing, or they are not there. */
export function offeredPicture(
  { chart = null }: QueryView['query'],
  shown: PreviewView | null,
): OfferedPicture {
  return (shown && sheetPicture(chart, shown)?.what) ?? null;
}

const says = {
  chart: 'With its chart beside it',
  pivot: 'With a pivot table, in a tab of its own',
} as const;

interface Props {
  offered: OfferedPicture;
  wanted: boolean;
  change: (wanted: boolean) => void;
}

export function PictureOffer({ offered, wanted, change }: Props) {
  if (offered === null) return null;
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={wanted}
        onChange={(event) => change(event.currentTarget.checked)}
      />
      <span>{says[offered]}</span>
    </label>
  );
}
