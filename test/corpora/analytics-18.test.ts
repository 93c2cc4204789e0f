// The statements of analysts on PostgreSQL 18.
import { testAnalytics } from './analytics.ts';

testAnalytics(18);
