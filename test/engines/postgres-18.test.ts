// PostgreSQL 18 does what every engine must.
import { testPostgres } from './postgres.ts';

testPostgres(18);
