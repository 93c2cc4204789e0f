// The page of a frozen run: the result as it was, what it was asked with, and a line to cite it by.
import type { FrozenResult } from '../../domain/contract/frozen.ts';
import { routes } from '../../domain/routes.ts';
import { countWords, exactTime } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Comments } from '../comments/comments.tsx';
import { useTalk, type Talk } from '../comments/use-talk.ts';
import { ask } from '../frame/ask.ts';
import { Downloads } from '../result/downloads.tsx';
import { ResultTable } from '../result/result-panel.tsx';
import { Citation } from './citation.tsx';
import { Compare } from './compare.tsx';
import { FrozenActions } from './frozen-actions.tsx';
import { FrozenFacts } from './frozen-facts.tsx';
import { useTitle } from '../frame/title.ts';

export function FrozenPage({ id }: { id: string }) {
  const [loaded, again] = useLoaded(id, () => ask('GET frozenRun', { params: { id } }));
  useTitle(loaded.state === 'done' ? `${loaded.value.title}, frozen` : null);
  if (loaded.state === 'loading') return <i class="shape table-shape" />;
  if (loaded.state === 'failed') {
    return (
      <div class="narrow">
        <ProblemNote problem={loaded.problem} action={{ label: 'Try again', run: again }} />
      </div>
    );
  }
  return <Loaded frozen={loaded.value} onChanged={again} />;
}

function Loaded({ frozen, onChanged }: { frozen: FrozenResult; onChanged: () => void }) {
  const { title, query, erased, sql } = frozen;
  const talk = useTalk(`frozen:${frozen.id}`, erased === null ? frozen : null);
  return (
    <div class="query">
      <div class="query-head">
        <h1>{query === null ? title : <a href={routes.queryPage(query)}>{title}</a>}</h1>
        <p class="quiet">
          A frozen run: it stays as it was on {exactTime(frozen.ranAt)}, whatever becomes of the
          query and its data.
        </p>
        <FrozenActions frozen={frozen} onChanged={onChanged} />
      </div>
      <div class="query-main">
        {erased === null ? <Rows frozen={frozen} talk={talk} /> : <Gap erased={erased} />}
        {erased === null && <Citation frozen={frozen} onCited={onChanged} />}
        {erased === null && <Compare frozen={frozen} />}
        <Comments talk={talk} />
        {sql !== '' && (
          <details class="sql-fold">
            <summary>SQL</summary>
            <pre class="sql" tabIndex={0}>
              {sql}
            </pre>
          </details>
        )}
      </div>
      <FrozenFacts frozen={frozen} />
    </div>
  );
}

function Rows({ frozen, talk }: { frozen: FrozenResult; talk: Talk }) {
  const { id, query, rowCount, truncated, rows } = frozen;
  const addresses = {
    CSV: routes.frozenCsv(id),
    JSON: routes.frozenJson(id),
    XLSX: routes.frozenXlsx(id),
  };
  return (
    <section class="result" aria-label="Result">
      <div class="result-bar">
        <p class="grow">
          <strong>{countWords(rowCount, 'row')}</strong>
        </p>
        <Downloads name={`${query ?? 'result'}-${id}`} addresses={addresses} />
      </div>
      {truncated && (
        <div class="note warn">
          <Icon name="warn" />
          <p>
            This page shows the first {countWords(rows.length, 'row')}. To have all of them,
            download it.
          </p>
        </div>
      )}
      <ResultTable result={frozen} marks={talk.marks} />
    </section>
  );
}

function Gap({ erased: { at, by } }: { erased: NonNullable<FrozenResult['erased']> }) {
  return (
    <div class="note warn" role="status">
      <Icon name="warn" />
      <p>
        {by === null
          ? `Its rows are gone: nobody cited it in time, so they were let go of on ${exactTime(at)}.`
          : `Its rows are gone: ${by.name || by.email || 'somebody'} erased them on ${exactTime(at)}.`}{' '}
        That it was there stays to be seen.
      </p>
    </div>
  );
}
