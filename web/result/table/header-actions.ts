// What the header of a table lets a reader do.

export interface HeaderActions {
  sort: (column: number, also: boolean) => void;
  open: (column: number) => void;
  /** Null: as wide as it was. */
  widen: (column: number, width: number | null) => void;
}
