// What the cells of a table are given, and tell.
import type { RefObject } from 'preact';
import type { HeaderActions } from './header-actions.ts';
import type { Model } from './model.ts';
import type { Area } from './selection.ts';

export interface GridProps {
  box: RefObject<HTMLDivElement | null>;
  model: Model;
  /** The chosen cells; null: none. */
  area: Area | null;
  onArea: (area: Area | null) => void;
  /** What is sought, in small letters. */
  sought: string;
  header: HeaderActions;
  /** Shows all of a cell, by its place on the screen. */
  onOpen: (row: number, at: number) => void;
  height: number;
}
