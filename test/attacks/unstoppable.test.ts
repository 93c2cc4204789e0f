// What cannot be stopped, on PostgreSQL 15 and 18; with --deep, for each case costs some seconds of a whole core.
import { onlyDeep } from '../support/random.ts';
import { testUnstoppable } from './unstoppable.ts';

onlyDeep('what cannot be stopped, on PostgreSQL 15 and 18', () => {
  testUnstoppable(15);
  testUnstoppable(18);
});
