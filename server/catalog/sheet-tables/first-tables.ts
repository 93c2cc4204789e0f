// Sheet tables that a program which starts the server brings along, as the playground does.
import type pg from 'pg';
import type { NewSheetTable } from '../../../domain/contract/sheet-tables/sheet-table.ts';
import { inTransaction } from '../../database/transaction.ts';
import type { Member } from '../../identity/member.ts';
import { ownerFrom } from '../queries/known-query.ts';
import { insertTable } from './sheet-tables.ts';

export interface FirstTable {
  table: NewSheetTable;
  publisher: Member;
}

/** Makes those that are not there yet. */
export async function putTables(database: pg.Pool, tables: readonly FirstTable[]): Promise<void> {
  for (const { table, publisher } of tables) {
    await inTransaction(database, (client) => insertTable(client, table, ownerFrom(publisher)));
  }
}
