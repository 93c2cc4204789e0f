// What a page tells of its own frames and shifts, measured within it.
import type { Page } from 'playwright-core';

interface Watched {
  layoutShift: number;
}

/** To be run before the page's own scripts. */
export function watchShifts(): void {
  const watched = window as unknown as Watched;
  watched.layoutShift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[])
      if (!entry.hadRecentInput) watched.layoutShift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

/** How far what one reads moved by itself (https://web.dev/articles/cls), of all that came so far. */
export const shiftOf = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as Watched).layoutShift);

/** Types that many letters; the milliseconds from each key to the frame after it, sorted. */
export async function keyFrames(page: Page, times: number): Promise<number[]> {
  await page.evaluate(() => {
    const kept = window as unknown as { keyFrames: number[] };
    kept.keyFrames = [];
    const painted = (begun: number) => () => {
      const { port1, port2 } = new MessageChannel();
      // A message comes behind the frame that is drawn now.
      port1.onmessage = () => void kept.keyFrames.push(performance.now() - begun);
      port2.postMessage(null);
    };
    const note = (event: Event) => requestAnimationFrame(painted(event.timeStamp));
    document.addEventListener('keydown', note, true);
  });
  for (let n = 0; n < times; n++) {
    await page.keyboard.press(n % 6 === 5 ? 'Space' : 'x');
    await page.waitForTimeout(60);
  }
  const frames = await page.evaluate(
    () => (window as unknown as { keyFrames: number[] }).keyFrames,
  );
  return frames.sort((a, b) => a - b);
}

/** Scrolls the result by so many pixels, so many times; the milliseconds from each to the frame after it, sorted. */
export async function scrollFrames(
  page: Page,
  { by, times, across = false }: { by: number; times: number; across?: boolean },
): Promise<number[]> {
  const frames = await page.getByRole('grid').evaluate(
    async (grid, asked) => {
      const took: number[] = [];
      const painted = () =>
        new Promise<void>((resolve) =>
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve();
            port2.postMessage(null);
          }),
        );
      for (let n = 0; n < asked.times; n++) {
        const begun = performance.now();
        grid.scrollBy(asked.across ? asked.by : 0, asked.across ? 0 : asked.by);
        await painted();
        took.push(performance.now() - begun);
      }
      return took;
    },
    { by, times, across },
  );
  return frames.sort((a, b) => a - b);
}
