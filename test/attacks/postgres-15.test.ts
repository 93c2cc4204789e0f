// The attacks on PostgreSQL 15.
import { testAttacks } from './attacks.ts';

testAttacks(15);
