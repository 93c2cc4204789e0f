// The tables that a select names in its FROM, each with the name by which its columns are reached.
import type { JoinExpr, Node, RangeVar } from 'libpg-query';
import type { OpenTable } from '../../../../domain/teaching/open-shape.ts';

export interface TableHere extends OpenTable {
  /** By which the select reaches its columns. */
  alias: string;
}

interface Item {
  /** Null where it is no table by itself: a select, a function, a join with a name. */
  table: RangeVar | null;
  alias: string;
  /** What is joined to it may have no row of it beside. */
  mayLack: boolean;
}

/** Those that can be told apart from all others; `prepared` names the WITH queries of the select. */
export function tablesOf(from: readonly Node[], prepared: ReadonlySet<string>): TableHere[] {
  const items = itemsOf(from);
  const tables = items.flatMap(({ table, alias, mayLack }): TableHere[] => {
    const name = table === null ? null : nameOf(table, prepared);
    return name === null ? [] : [{ table: name, alias, noFilter: mayLack ? LACKS : null }];
  });
  const isOnce = ({ table, alias }: TableHere) =>
    tables.filter((other) => other.table === table).length === 1 &&
    items.filter((other) => other.alias === alias).length === 1;
  return tables.filter(isOnce);
}

export const itemsIn = (from: readonly Node[]): number => itemsOf(from).length;

const LACKS =
  'The query keeps rows that have nothing of this table beside them (an outer join); a filter would lose those too.';

function itemsOf(from: readonly Node[]): Item[] {
  const items: Item[] = [];
  const waiting = from.map((node) => ({ node, mayLack: false })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, mayLack } = next;
    if ('JoinExpr' in node && node.JoinExpr.alias === undefined) {
      const { larg, rarg } = node.JoinExpr;
      const lacks = lackingSides(node.JoinExpr);
      if (rarg) waiting.push({ node: rarg, mayLack: mayLack || lacks.right });
      if (larg) waiting.push({ node: larg, mayLack: mayLack || lacks.left });
    } else
      items.push({
        table: 'RangeVar' in node ? node.RangeVar : null,
        alias: aliasOf(node),
        mayLack,
      });
  }
  return items;
}

function lackingSides({ jointype }: JoinExpr): { left: boolean; right: boolean } {
  const kind: string = jointype ?? '';
  return {
    left: kind === 'JOIN_RIGHT' || kind === 'JOIN_FULL',
    right: kind === 'JOIN_LEFT' || kind === 'JOIN_FULL',
  };
}

function aliasOf(node: Node): string {
  if ('RangeVar' in node) return node.RangeVar.alias?.aliasname ?? node.RangeVar.relname ?? '';
  if ('RangeTableSample' in node) {
    const { relation } = node.RangeTableSample;
    return relation === undefined ? '' : aliasOf(relation);
  }
  const [inner] = Object.values(node) as { alias?: { aliasname?: string } }[];
  return inner?.alias?.aliasname ?? '';
}

/** Null for what could be mistaken for another one. */
function nameOf(
  { catalogname, schemaname, relname = '', alias }: RangeVar,
  prepared: ReadonlySet<string>,
): string | null {
  // `accounts as a (one, two)` calls its columns otherwise.
  if (catalogname !== undefined || alias?.colnames !== undefined) return null;
  if ([schemaname, relname].some((part) => part?.includes('.'))) return null;
  if (schemaname !== undefined) return `${schemaname}.${relname}`;
  return prepared.has(relname) ? null : relname;
}
