// What the sidebar knows of the linked ranges: kept up with the sheet, also with what happens there without it.
import { useCallback, useRef, useState } from 'preact/hooks';
import type { LinkedRangeView, RangePlace } from '../../sidebar-functions.ts';
import { call } from '../server.ts';

/** A range that was unlinked or taken out. */
export interface GoneRange {
  id: string;
  says: string;
  canRelink: boolean;
}

export interface KnownRanges {
  ranges: LinkedRangeView[];
  putRange: (range: LinkedRangeView) => void;
  setRanges: (ranges: LinkedRangeView[]) => void;
  /** What was last taken out of the list; null: nothing that is still to be told. */
  gone: GoneRange | null;
  goneRange: (id: string, says: string, canRelink: boolean) => void;
  /** Ranges that were here, and whose tab has been deleted since. */
  deleted: LinkedRangeView[];
  forgetDeleted: (id: string) => void;
  /** How often that was done: what stands beside the ranges may be another then. */
  looks: number;
  /** Looks where the ranges stand now, and which tab is shown. */
  follow: () => Promise<void>;
}

export function useKnownRanges(atStart: LinkedRangeView[]): KnownRanges {
  const [ranges, setKnown] = useState(atStart);
  const [gone, setGone] = useState<GoneRange | null>(null);
  const [looks, setLooks] = useState(0);
  const [deleted, setDeleted] = useState<LinkedRangeView[]>([]);
  const latest = useRef(ranges);
  latest.current = ranges;
  const taken = useRef(new Set<string>());

  const setRanges = useCallback((now: LinkedRangeView[]) => {
    const ids = new Set(now.map(({ id }) => id));
    const lost = latest.current.filter(({ id }) => !ids.has(id) && !taken.current.has(id));
    setDeleted((before) => [...before, ...lost].filter(({ id }) => !ids.has(id)));
    latest.current = now;
    setKnown(now);
  }, []);
  const goneRange: KnownRanges['goneRange'] = (id, says, canRelink) => {
    taken.current.add(id);
    setKnown((before) => before.filter((range) => range.id !== id));
    setGone({ id, says, canRelink });
  };
  const putRange = (range: LinkedRangeView) => {
    taken.current.delete(range.id);
    setGone((before) => (before?.id === range.id ? null : before));
    setKnown((before) => withRange(before, range));
  };
  const forgetDeleted = (id: string) =>
    setDeleted((before) => before.filter((range) => range.id !== id));
  const follow = async () => {
    const { ranges: places } = await call('whereRanges');
    const known = new Map(latest.current.map((range) => [range.id, range]));
    const isBack = ({ id, place }: RangePlace) => {
      const before = known.get(id);
      return !before || (before.freshness === 'lost' && place !== null);
    };
    // A colleague inserted one, or what was deleted is back: only the server knows the rest of it.
    const isNew = places.some(isBack);
    setRanges(isNew ? (await call('listRanges')).ranges : moved(latest.current, places));
    setLooks((before) => before + 1);
  };
  const known = { ranges, putRange, setRanges, gone, goneRange, deleted, forgetDeleted };
  return { ...known, looks, follow };
}

function withRange(before: LinkedRangeView[], range: LinkedRangeView): LinkedRangeView[] {
  if (!before.some(({ id }) => id === range.id)) return [range, ...before];
  return before.map((other) => (other.id === range.id ? range : other));
}

function moved(ranges: LinkedRangeView[], places: RangePlace[]): LinkedRangeView[] {
  return ranges.flatMap((range) => {
    const now = places.find(({ id }) => id === range.id);
    if (!now) return [];
    const freshness = now.place === null ? ('lost' as const) : range.freshness;
    return [{ ...range, ...now, freshness }];
  });
}
