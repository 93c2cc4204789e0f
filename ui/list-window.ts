// Which rows of a long list are on the screen, from their heights and the scroll position.

export interface ListWindow {
  /** The first row to draw, and the one after the last. */
  from: number;
  to: number;
  /** Pixels above the first row drawn and below the last, so that the scroll bar is right. */
  above: number;
  below: number;
}

interface View {
  scrollTop: number;
  height: number;
}

/** The rows that touch the view, and `margin` pixels more on either side. */
export function listWindow(heights: readonly number[], view: View, margin = 200): ListWindow {
  const start = view.scrollTop - margin;
  const end = view.scrollTop + view.height + margin;
  const window = { from: heights.length, to: heights.length, above: 0, below: 0 };
  let top = 0;
  for (const [index, height] of heights.entries()) {
    const bottom = top + height;
    if (bottom <= start) window.above += height;
    else if (top >= end) window.below += height;
    else window.from = Math.min(window.from, index);
    if (top < end) window.to = index + 1;
    top = bottom;
  }
  if (window.from > window.to) window.from = window.to;
  return window;
}

/** Where to scroll so that row `index` is wholly seen; the same place when it is already. */
export function scrollTo(heights: readonly number[], view: View, index: number): number {
  const top = heights.slice(0, index).reduce((sum, height) => sum + height, 0);
  const bottom = top + (heights[index] ?? 0);
  if (top < view.scrollTop) return top;
  if (bottom > view.scrollTop + view.height) return bottom - view.height;
  return view.scrollTop;
}
