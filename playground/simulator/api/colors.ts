// Colours of the Sheets API (parts between 0 and 1, as floats) and of the workbook (#rrggbb).
import type { Color } from './messages/cells.ts';

const themeColors: readonly [string, string][] = [
  ['TEXT', '#000000'],
  ['BACKGROUND', '#ffffff'],
  ['ACCENT1', '#4285f4'],
  ['ACCENT2', '#ea4335'],
  ['ACCENT3', '#fbbc04'],
  ['ACCENT4', '#34a853'],
  ['ACCENT5', '#ff6d01'],
  ['ACCENT6', '#46bdc6'],
  ['LINK', '#1155cc'],
];

/** The theme of a new spreadsheet (recorded). */
export const theme = {
  primaryFontFamily: 'Arial',
  themeColors: themeColors.map(([colorType, hex]) => ({
    colorType,
    color: { rgbColor: colorOf(hex) },
  })),
};

/** Parts that are 0 are left out, so black is {}. */
export function colorOf(hex: string): Color {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return { ...part('red', red), ...part('green', green), ...part('blue', blue) };
}

function part(name: keyof Color, value = 0): Color {
  return value === 0 ? {} : { [name]: shortestFloat(value / 255) };
}

/** The shortest decimal that is this 32-bit float, as Google writes it: 0.49803922. */
function shortestFloat(value: number): number {
  const float = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(float.toPrecision(digits));
    if (Math.fround(shorter) === float) return shorter;
  }
  return Number(float.toPrecision(9));
}

/** Kept to eight bits, cut rather than rounded: 0.5 comes back as 127/255 (recorded). */
export function hexOf({ red = 0, green = 0, blue = 0 }: Color): string {
  const byte = (value: number) => {
    const kept = Math.floor(Math.fround(Math.fround(value) * 255));
    return Math.min(255, Math.max(0, kept)).toString(16).padStart(2, '0');
  };
  return `#${byte(red)}${byte(green)}${byte(blue)}`;
}

const isColor = (name: string) => name === 'color' || name.endsWith('Color');
const isStyle = (name: string) => name === 'colorStyle' || name.endsWith('ColorStyle');

/** Answers say each colour twice: as `backgroundColor` and as `backgroundColorStyle`. */
export function withStyles<T extends object>(fields: T): T {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    shown[name] = isPlain(value) && !isColor(name) ? withStyles(value) : value;
    if (isColor(name)) shown[`${name}Style`] = { rgbColor: value };
  }
  return shown as T;
}

/** Of a request or its mask: each colour once, the newer word (`…Style`) before the older. */
export function withoutStyles<T extends object>(given: T): T {
  if (given instanceof Map) return new Map([...given].map(plainName)) as unknown as T;
  const plain: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (isStyle(name)) continue;
    plain[name] = isPlain(value) && !isColor(name) ? withoutStyles(value) : value;
  }
  for (const [name, value] of Object.entries(given)) {
    if (!isStyle(name)) continue;
    const color = rgbOf(value as { rgbColor?: Color; themeColor?: string });
    if (color) plain[name.slice(0, -'Style'.length)] = color;
  }
  return plain as T;
}

function plainName([name, below]: [string, object]): [string, object] {
  if (isStyle(name)) return [name.slice(0, -'Style'.length), new Map()];
  return [name, isColor(name) ? new Map() : withoutStyles(below)];
}

function rgbOf({ rgbColor, themeColor }: { rgbColor?: Color; themeColor?: string }): Color | null {
  if (rgbColor) return rgbColor;
  const hex = themeColors.find(([name]) => name === themeColor)?.[1];
  return hex === undefined ? null : colorOf(hex);
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
