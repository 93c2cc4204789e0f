// The corpora on PostgreSQL 15.
import { testCorpora } from './corpora.ts';

testCorpora(15);
