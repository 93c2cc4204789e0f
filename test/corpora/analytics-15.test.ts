// The statements of analysts on PostgreSQL 15.
import { onlyDeep } from '../support/random.ts';
import { testAnalytics } from './analytics.ts';

onlyDeep('the statements of analysts on PostgreSQL 15', () => testAnalytics(15));
