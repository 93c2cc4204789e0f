// What whoever has a share link sees: the result, its age, and the values that may be changed.
import { useMemo, useState } from 'preact/hooks';
import type { SharedResult } from '../../domain/contract/link.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';
import { entriesFromSearch, entriesFrom, searchFrom, type Entries } from '../../ui/entries.ts';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/loaded.ts';
import { ParameterForm } from '../../ui/fields/parameter-form.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { chartPlan } from '../charts/chart-plan.ts';
import { Downloads, type Addresses } from '../result/downloads.tsx';
import { goTo } from '../frame/location.ts';
import { SwitchableChart } from '../charts/switchable-chart.tsx';
import { ResultTable } from '../result/result-panel.tsx';
import { useTitle } from '../frame/title.ts';

interface Props {
  token: string;
  search: string;
}

export function SharedPage({ token, search }: Props) {
  const [shared, again] = useLoaded(`${token}${search}`, () =>
    ask('GET shareResult', { params: { token }, query: new URLSearchParams(search) }),
  );
  useTitle(shared.state === 'done' ? shared.value.title : null);
  return (
    <main id="content" class="shared stack">
      {shared.state === 'loading' && <i class="shape table-shape" />}
      {shared.state === 'failed' && (
        <div class="narrow">
          <ProblemNote problem={shared.problem} action={{ label: 'Try again', run: again }} />
        </div>
      )}
      {shared.state === 'done' && (
        <Shared key={search} shared={shared.value} token={token} search={search} />
      )}
    </main>
  );
}

function Shared({ shared, token, search }: Props & { shared: SharedResult }) {
  const { title, description, parameters, stale, truncated, ranAt, rowCount } = shared;
  const plan = useMemo(() => chartPlan(shared.chart, shared, shared.notes), [shared]);
  return (
    <>
      <h1>{title}</h1>
      {description && <p class="lead">{description}</p>}
      {parameters.length > 0 && <FreeValues shared={shared} token={token} search={search} />}
      {stale && (
        <div class="note warn" role="status">
          <Icon name="warn" />
          <p>{stale}</p>
        </div>
      )}
      <div class="result-bar">
        <p class="grow" role="status">
          <strong>{countWords(rowCount, 'row')}</strong>
          <span class="quiet">
            , <TimeAgo at={ranAt} />
          </span>
        </p>
        <Downloads name="result" addresses={addressesOf(token, search)} />
      </div>
      {truncated && (
        <div class="note warn">
          <Icon name="warn" />
          <p>
            This page shows the first {countWords(shared.rows.length, 'row')}. To have all of them,
            download it.
          </p>
        </div>
      )}
      {plan && (
        <SwitchableChart
          title={title}
          set={shared.chart}
          table={shared}
          notes={shared.notes}
          plan={plan}
        />
      )}
      <ResultTable result={shared} notes={shared.notes} />
    </>
  );
}

function addressesOf(token: string, search: string): Addresses {
  return {
    CSV: `${routes.shareCsv(token)}${search === '' ? '?' : `${search}&`}_bom=1`,
    JSON: routes.shareJson(token) + search,
    XLSX: routes.shareXlsx(token) + search,
  };
}

function FreeValues({ shared, token, search }: Props & { shared: SharedResult }) {
  const { parameters, values } = shared;
  const [entries, setEntries] = useState<Entries>(() => ({
    ...entriesFrom(parameters, values),
    ...(search === '' ? {} : entriesFromSearch(parameters, new URLSearchParams(search))),
  }));
  const show = () => {
    const next = searchFrom(parameters, entries).toString();
    goTo(routes.sharePage(token) + (next === '' ? '' : `?${next}`));
  };
  return (
    <form
      class="parameters"
      aria-label="Values"
      onSubmit={(event) => {
        event.preventDefault();
        show();
      }}
    >
      <ParameterForm
        parameters={parameters}
        entries={entries}
        onChange={setEntries}
        errors={{}}
        idPrefix="shared"
        // Choices that a query gives are its own and not shared with this link.
        loadChoices={() => Promise.resolve([])}
      />
      <button type="submit" class="button primary">
        Show
      </button>
    </form>
  );
}
