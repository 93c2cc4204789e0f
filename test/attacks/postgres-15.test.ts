// The attacks on PostgreSQL 15.
import { onlyDeep } from '../support/random.ts';
import { testAttacks } from './attacks.ts';

onlyDeep('the attacks on PostgreSQL 15', () => testAttacks(15));
