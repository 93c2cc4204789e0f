// The attacks on PostgreSQL 18.
import { testAttacks } from './attacks.ts';

testAttacks(18);
