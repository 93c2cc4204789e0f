// What a text names of a database: tables, their columns, and which of those a result's columns are.

/** A table as a text names it. */
export interface NamedTable {
  /** Null where the text leaves it to the database in which schema it is found. */
  schema: string | null;
  name: string;
}

export interface NamedColumns extends NamedTable {
  columns: string[];
}

/** A column of a result by its name, and the column of a table that it is. */
export interface ColumnOrigin {
  name: string;
  schema: string;
  table: string;
  column: string;
}
