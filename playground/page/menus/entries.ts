// What a menu is made of.

export type Entry =
  | {
      kind: 'action';
      caption: string;
      keys?: string;
      /** Shown in grey: there is nothing to do. */
      off?: boolean;
      /** Whether it is what holds now, among others that could. */
      chosen?: boolean;
      act: () => void;
    }
  | { kind: 'menu'; caption: string; entries: Entry[] }
  | { kind: 'separator' };

export interface Menu {
  caption: string;
  entries: Entry[];
}

export const separator: Entry = { kind: 'separator' };

export function action(
  caption: string,
  act: () => void,
  more: { keys?: string; off?: boolean; chosen?: boolean } = {},
): Entry {
  return { kind: 'action', caption, act, ...more };
}

/** Keys as this computer calls them. */
export function keysOf(key: string): string {
  return /mac/i.test(navigator.userAgent) ? `⌘${key}` : `Ctrl+${key}`;
}
