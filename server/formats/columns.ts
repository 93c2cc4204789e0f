// A result's columns as everybody is told of them: their names, and the types that a sheet needs to know.
import type { Column } from '../../domain/contract/result.ts';
import { kindOfText } from '../engines/kinds.ts';
import type { RowColumn } from '../engines/rows.ts';

export function columnsOf(columns: readonly RowColumn[]): Column[] {
  return columns.map(({ name, kind, typeName, decimals }) => {
    const { type, holds } = kindOfText(kind);
    return {
      ...{ name, type, typeName, pgType: typeName },
      ...(holds === undefined ? {} : { holds }),
      ...(decimals === undefined ? {} : { decimals }),
    };
  });
}

/** The primary keys of tables that are in a result whole, each by the indexes of its columns; absent: none. */
export function tableKeysOf(columns: readonly RowColumn[]): { tableKeys?: number[][] } {
  const keys = new Map<number, number[]>();
  columns.forEach(({ keyOf }, index) => {
    if (keyOf !== undefined) keys.set(keyOf, [...(keys.get(keyOf) ?? []), index]);
  });
  return keys.size === 0 ? {} : { tableKeys: [...keys.values()] };
}

/** The names of the columns, each once: a repeated one gets `_2`, `_3`, past names that are taken. */
export function uniqueNames(columns: readonly { name: string }[]): string[] {
  const taken = new Set(columns.map(({ name }) => name));
  const used = new Set<string>();
  return columns.map(({ name }) => {
    let unique = name;
    for (let n = 2; used.has(unique); n++) {
      if (!taken.has(`${name}_${n}`)) unique = `${name}_${n}`;
    }
    used.add(unique);
    taken.add(unique);
    return unique;
  });
}
