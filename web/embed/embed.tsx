// The script for pages of other sites: it draws a share link's result in the place where it stands. It asks without cookies,
// and sets no style that a page's policy could refuse.
import { render } from 'preact';
import { askedBy } from './asked.ts';
import { Embedded } from './embedded.tsx';

// The page's own text; and of the pages' series those that are told apart on light and on dark. A page may say others.
const COLOURS: Record<string, string> = {
  '--text': 'currentColor',
  '--quiet': 'currentColor',
  '--line': 'color-mix(in srgb, currentColor 20%, transparent)',
  '--series-1': '#3b82e6',
  '--series-2': '#d9730d',
  '--series-3': '#2f9e6e',
  '--series-4': '#b452c4',
  '--series-5': '#b08900',
  '--series-6': '#d6455d',
};

const script = document.currentScript;
if (script instanceof HTMLScriptElement) draw(script);

function draw(script: HTMLScriptElement): void {
  const { into } = script.dataset;
  const place = document.createElement('div');
  place.className = 'sheetfeed';
  if (into === undefined) script.after(place);
  else document.querySelector(into)?.append(place);
  nameColours(place);
  render(<Embedded asked={askedBy(script.dataset)} />, place);
}

function nameColours(place: HTMLElement): void {
  const own = getComputedStyle(place);
  for (const [name, colour] of Object.entries(COLOURS))
    if (own.getPropertyValue(name) === '') place.style.setProperty(name, colour);
}
