// Draws the small chart of a message as a PNG: a line or bars over a ground line, without words, which stand around it.
// A mail client takes no SVG, and for this little no library and no fonts are needed; it takes about a millisecond.
import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import type { SmallChart } from '../../domain/subscriptions/small-chart.ts';

/** As it is shown; drawn twice as fine, for the screens of phones. */
export const CHART_WIDTH = 600;
const HEIGHT = 120;
const FINE = 2;
const [WIDE, HIGH] = [CHART_WIDTH * FINE, HEIGHT * FINE];
const SPACE = 8;
const LINE_RADIUS = 2.5;

type Colour = readonly [red: number, green: number, blue: number];
const BLUE: Colour = [26, 111, 224];
const GREY: Colour = [196, 199, 204];

export async function chartImage({ kind, points }: SmallChart): Promise<Buffer> {
  const canvas = new Canvas();
  const y = scaleOf(points, kind);
  canvas.box({ left: 0, right: WIDE, top: y(y.ground) - 1, bottom: y(y.ground) + 1 }, GREY);
  if (kind === 'bars') drawBars(canvas, points, y);
  else drawLine(canvas, points, y);
  return png(canvas.pixels);
}

type Scale = ((value: number) => number) & { ground: number };

// Bars stand on zero. A line that is far from it would be flat, and lies on its lowest point.
function scaleOf(points: readonly number[], kind: SmallChart['kind']): Scale {
  const [low, high] = [Math.min(...points), Math.max(...points)];
  const isFar = kind === 'line' && low > (high - low) * 4;
  const ground = isFar ? low : Math.max(0, Math.min(low, 0));
  const [bottom, top] = isFar ? [low, high] : [Math.min(low, 0), Math.max(high, 0)];
  const room = HIGH - 2 * SPACE;
  const y = (value: number) => HIGH - SPACE - ((value - bottom) / (top - bottom || 1)) * room;
  return Object.assign(y, { ground });
}

function drawBars(canvas: Canvas, points: readonly number[], y: Scale): void {
  const room = WIDE / points.length;
  points.forEach((point, at) => {
    const [one, other] = [y(point), y(y.ground)];
    canvas.box(
      {
        left: (at + 0.15) * room,
        right: (at + 0.85) * room,
        top: Math.min(one, other),
        bottom: Math.max(one, other) + 1,
      },
      BLUE,
    );
  });
}

function drawLine(canvas: Canvas, points: readonly number[], y: Scale): void {
  const step = (WIDE - 2 * SPACE) / (points.length - 1);
  const places = points.map((point, at) => ({ x: SPACE + at * step, y: y(point) }));
  for (let at = 1; at < places.length; at++) {
    const [from, to] = [places[at - 1], places[at]];
    if (from && to) canvas.stroke(from, to, BLUE);
  }
}

interface Place {
  x: number;
  y: number;
}

/** White pixels of three bytes, each row after the byte of its PNG filter, which is none. */
class Canvas {
  readonly pixels = Buffer.alloc(HIGH * (1 + WIDE * 3), 255);

  constructor() {
    for (let y = 0; y < HIGH; y++) this.pixels[y * (1 + WIDE * 3)] = 0;
  }

  /** `share` of the pixel takes the colour, as far as it has not more of it already. */
  #mix(x: number, y: number, colour: Colour, share: number): void {
    if (x < 0 || y < 0 || x >= WIDE || y >= HIGH || share <= 0) return;
    const at = y * (1 + WIDE * 3) + 1 + x * 3;
    colour.forEach((part, index) => {
      const mixed = Math.round(255 + (part - 255) * Math.min(1, share));
      this.pixels[at + index] = Math.min(this.pixels[at + index] ?? 255, mixed);
    });
  }

  box(
    { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
    colour: Colour,
  ): void {
    for (let y = Math.round(top); y < Math.round(bottom); y++)
      for (let x = Math.round(left); x < Math.round(right); x++) this.#mix(x, y, colour, 1);
  }

  /** A line with round ends and soft edges: along its longer direction, as far across as it is thick. */
  stroke(from: Place, to: Place, colour: Colour): void {
    const [wide, high] = [to.x - from.x, to.y - from.y];
    const isFlat = Math.abs(wide) >= Math.abs(high);
    const [start, length] = isFlat ? [from.x, wide] : [from.y, high];
    const [across, slope] = isFlat ? [from.y, high / wide] : [from.x, wide / (high || 1)];
    const reach = LINE_RADIUS + 1;
    const [first, last] = [Math.min(start, start + length), Math.max(start, start + length)];
    for (let at = Math.floor(first - reach); at <= last + reach; at++) {
      const middle = across + (Math.max(first, Math.min(last, at)) - start) * slope;
      for (let side = Math.floor(middle - 2 * reach); side <= middle + 2 * reach; side++) {
        const [x, y] = isFlat ? [at, side] : [side, at];
        this.#mix(x, y, colour, LINE_RADIUS + 0.5 - distance({ x, y }, from, to));
      }
    }
  }
}

function distance({ x, y }: Place, from: Place, to: Place): number {
  const [wide, high] = [to.x - from.x, to.y - from.y];
  const along = ((x - from.x) * wide + (y - from.y) * high) / (wide * wide + high * high || 1);
  const nearest = Math.max(0, Math.min(1, along));
  return Math.hypot(x - from.x - nearest * wide, y - from.y - nearest * high);
}

const deflated = promisify(deflate);

// https://www.w3.org/TR/png-3/: eight bits of red, green and blue, not interlaced.
async function png(pixels: Buffer): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDE, 0);
  header.writeUInt32BE(HIGH, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const begin = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = await deflated(pixels);
  return Buffer.concat([begin, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND')]);
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
