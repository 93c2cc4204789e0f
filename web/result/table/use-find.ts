// Finding in a table: what is sought, what was found, and the way from one to the next.
import { useEffect, useState } from 'preact/hooks';
import { find, type Found } from './find.ts';
import type { Model } from './model.ts';
import type { Area, Spot } from './selection.ts';

const nothing: Found = { spots: [], isWhole: true };

export function useFind(model: Model, area: Area | null, goTo: (spot: Spot) => void) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [found, setFound] = useState<Found>(nothing);
  const sought = isOpen ? text.trim().toLowerCase() : '';
  const { result, shown, places, columns } = model;
  useEffect(() => {
    setFound(nothing);
    if (sought === '') return;
    const among = { result, shown, places, columns: columns.map(({ column }) => column) };
    return find({ ...among, text: sought }, setFound);
  }, [sought, result, places, columns]);
  const at = area === null ? -1 : found.spots.findIndex((spot) => isSame(spot, area.active));
  const step = (by: 1 | -1) => {
    const { spots } = found;
    const spot = spots[next(at, by, spots.length)];
    if (spot) goTo(spot);
  };
  const close = () => setOpen(false);
  return {
    isOpen,
    sought,
    text,
    found,
    at,
    open: () => setOpen(true),
    onText: setText,
    onStep: step,
    onClose: close,
  };
}

const isSame = (a: Spot, b: Spot) => a.row === b.row && a.column === b.column;

function next(at: number, by: 1 | -1, count: number): number {
  if (at < 0) return by === 1 ? 0 : count - 1;
  return (at + by + count) % count;
}
