// What a page asks for in the attributes of its script.

export interface Asked {
  /** Where the result is; null: the attributes name no share link. */
  address: string | null;
  show: 'table' | 'number' | 'chart';
  /** The most rows of a table. */
  rows: number;
  /** How often it is asked for again; null: once. */
  everyMs: number | null;
}

const ROWS = 100;
const LEAST_SECONDS = 10;
/** Browsers wait for no longer (2^31 ms), and for nothing at all where they are told to. */
const MOST_SECONDS = 2_147_483;

export function askedBy({ link = '', show, rows, every }: DOMStringMap): Asked {
  return {
    address: resultOf(link),
    show: show === 'number' || show === 'chart' ? show : 'table',
    rows: Math.max(1, Math.trunc(Number(rows ?? ROWS)) || ROWS),
    everyMs: Number(every) > 0 ? secondsFrom(Number(every)) * 1_000 : null,
  };
}

const secondsFrom = (asked: number) => Math.min(Math.max(LEAST_SECONDS, asked), MOST_SECONDS);

// The page of a share link, or one of its downloads; with values for its free parameters.
function resultOf(link: string): string | null {
  const url = urlIn(link);
  const [, page] =
    /^(.*\/s\/[\w-]+?)(?:\.(?:csv|json|xlsx)|\/chart)?$/.exec(url?.pathname ?? '') ?? [];
  return url === null || page === undefined ? null : `${url.origin}${page}/result${url.search}`;
}

function urlIn(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
