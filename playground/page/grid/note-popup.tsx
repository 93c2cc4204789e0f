// Shows a cell's note, or what is wrong with its formula, while the pointer rests on it.
import { useEffect, useState } from 'preact/hooks';

interface Shown {
  text: string;
  left: number;
  top: number;
}

const width = 240;

export function NotePopup() {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    const over = (event: PointerEvent) => setShown(noteUnder(event.target));
    const hide = () => setShown(null);
    document.addEventListener('pointerover', over);
    document.addEventListener('pointerdown', hide);
    document.addEventListener('keydown', hide);
    document.addEventListener('scroll', hide, true);
    return () => {
      document.removeEventListener('pointerover', over);
      document.removeEventListener('pointerdown', hide);
      document.removeEventListener('keydown', hide);
      document.removeEventListener('scroll', hide, true);
    };
  }, []);
  if (!shown) return null;
  return (
    <div class="note" role="tooltip" style={{ left: `${shown.left}px`, top: `${shown.top}px` }}>
      {shown.text}
    </div>
  );
}

function noteUnder(target: EventTarget | null): Shown | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-note]') : null;
  const text = cell?.dataset['note'];
  if (!cell || !text) return null;
  const { right, left, top } = cell.getBoundingClientRect();
  const fits = right + width + 8 < window.innerWidth;
  return { text, left: fits ? right + 4 : Math.max(4, left - width - 12), top };
}
