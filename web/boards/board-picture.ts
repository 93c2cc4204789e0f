// A board as a picture to keep, made by the browser of what stands on the screen: nothing of it is sent anywhere.

/** The width is that on the screen; the picture has twice as many points. */
const SCALE = 2;
/** Browsers draw no larger canvas. */
const MOST_POINTS = 16_000;
const MARGIN = 24;

/** Throws where the browser cannot make pictures of pages. */
export async function pictureOf(board: HTMLElement): Promise<Blob> {
  const { clientWidth: width, scrollHeight: height } = board;
  const size = { width: width + 2 * MARGIN, height: height + 2 * MARGIN };
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(board, size))}`;
  await image.decode();
  const scale = Math.min(SCALE, MOST_POINTS / Math.max(size.width, size.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(size.width * scale);
  canvas.height = Math.round(size.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
  );
}

// A picture within an SVG has no style sheets and no canvases but those that it brings.
function svgOf(board: HTMLElement, { width, height }: { width: number; height: number }): string {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const styles = rules.map(({ cssText }) => cssText).join('\n');
  const place = document.createElement('div');
  place.style.cssText = `${tokensIn(styles)} box-sizing: border-box; padding: ${MARGIN}px; height: 100%; background: var(--ground); color: var(--text)`;
  const { font } = getComputedStyle(board);
  place.style.font = font;
  const style = document.createElement('style');
  style.textContent = styles;
  place.append(style, copyOf(board));
  const text = new XMLSerializer().serializeToString(place);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><foreignObject width="100%" height="100%">${text}</foreignObject></svg>`;
}

/** As they are here: light or dark is the page's, and not the picture's to decide. */
function tokensIn(styles: string): string {
  const page = getComputedStyle(document.documentElement);
  const names = new Set(styles.match(/\B--[a-z]\w*(?:-\w+)*/g) ?? []);
  return [...names].map((name) => `${name}: ${page.getPropertyValue(name)};`).join(' ');
}

function copyOf(board: HTMLElement): HTMLElement {
  const copy = board.cloneNode(true) as HTMLElement;
  const drawn = [...board.querySelectorAll('canvas')];
  [...copy.querySelectorAll('canvas')].forEach((canvas, at) => {
    const original = drawn[at];
    if (original === undefined) return;
    const image = document.createElement('img');
    image.src = original.toDataURL();
    const { width, height } = original.getBoundingClientRect();
    image.style.cssText = `${canvas.style.cssText}; width: ${width}px; height: ${height}px`;
    canvas.replaceWith(image);
  });
  const filled = [...board.querySelectorAll('input')];
  [...copy.querySelectorAll('input')].forEach((input, at) =>
    input.setAttribute('value', filled[at]?.value ?? ''),
  );
  copy
    .querySelectorAll('.board-actions, .way-back-line, .button, .comments')
    .forEach((each) => each.remove());
  return copy;
}
