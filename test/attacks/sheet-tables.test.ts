// SQL over sheet tables, on PostgreSQL 18.
import { testSheetTables } from './sheet-tables.ts';

testSheetTables(18);
