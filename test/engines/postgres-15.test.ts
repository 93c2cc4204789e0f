// PostgreSQL 15 does what every engine must.
import { testPostgres } from './postgres.ts';

testPostgres(15);
