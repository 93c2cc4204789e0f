// The corpora on PostgreSQL 15.
import { onlyDeep } from '../support/random.ts';
import { testCorpora } from './corpora.ts';

onlyDeep('the corpora on PostgreSQL 15', () => testCorpora(15));
