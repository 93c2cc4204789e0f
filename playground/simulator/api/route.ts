// What a route of the simulated Google is.
import type { Channels } from './drive/channels.ts';
import type { FileStore } from './files.ts';

/** What a route is given of a call. */
export interface RouteCall {
  files: FileStore;
  channels: Channels;
  /** What the pattern took from the path, decoded. */
  parts: string[];
  params: URLSearchParams;
  body: unknown;
  /** The address of who calls. */
  as: string;
  now: () => number;
}

export interface Route {
  method: string;
  pattern: RegExp;
  /** Which quota it counts in; Drive's are not simulated. */
  counts?: 'read' | 'write';
  /** null is an answer without a body. */
  answer(call: RouteCall): unknown;
  /** Whether it chooses its fields by itself. */
  masks?: boolean;
}

/** An answer of another type than JSON. */
export class Content {
  constructor(
    readonly type: string,
    readonly text: string,
  ) {}
}
