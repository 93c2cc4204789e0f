// The corpora on PostgreSQL 18.
import { testCorpora } from './corpora.ts';

testCorpora(18);
