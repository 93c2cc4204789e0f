// One linked range: what it shows, where, how fresh, its last problem, and what can be done with it.
import { useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import type { LinkedRangeView } from '../sidebar-functions.ts';
import { freshnessAdvice, FreshnessLine } from './freshness.tsx';
import { RangeDetails } from './range-details.tsx';
import { call } from './server.ts';
import { useSession } from './session.ts';
import type { Refreshing } from './use-refresh.ts';
import { sourceWords } from './value-sources.ts';

interface Props {
  range: LinkedRangeView;
  refreshing: Refreshing;
  /** Just inserted, or asked for by name: stands out. */
  shown: boolean;
}

export function RangeCard({ range, refreshing, shown }: Props) {
  const { start } = useSession();
  const [open, setOpen] = useState(false);
  const outcome = refreshing.outcomes[range.id];
  const busy = refreshing.current === range.id;
  const problem = outcome?.problem ?? (outcome ? null : range.problem);
  const advice = freshnessAdvice(range);
  const goTo = () =>
    call('goToRange', { id: range.id }).catch((error) =>
      refreshing.note(range.id, { notes: [], problem: problemOf(error) }),
    );
  return (
    <article
      class={shown ? 'card shown' : 'card'}
      id={`range-${range.id}`}
      tabIndex={-1}
      aria-label={range.title}
      aria-busy={busy}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) void goTo();
      }}
    >
      <h3>{range.title}</h3>
      <p class="place">{range.place ?? 'Its cells are gone'}</p>
      <RangeValues range={range} />
      <FreshnessLine range={range} timeZone={start.spreadsheet.timeZone} />
      {advice && !problem && <p class="quiet">{advice}</p>}
      {problem && <ProblemNote problem={problem} takeFocus={outcome?.problem !== undefined} />}
      {outcome && outcome.notes.length > 0 && <Notes notes={outcome.notes} />}
      <div class="row wrap">
        <button
          type="button"
          class="button compact"
          disabled={refreshing.current !== null || range.freshness === 'gone'}
          onClick={() => refreshing.refresh(range)}
        >
          <Icon name="refresh" />
          {busy ? 'Refreshing…' : 'Refresh'}
          <span class="unseen"> {range.title}</span>
        </button>
        {range.place && (
          <button type="button" class="button compact" onClick={goTo}>
            Go to
            <span class="unseen"> {range.title}</span>
          </button>
        )}
        <button
          type="button"
          class="plain-button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Less' : 'More'}
          <span class="unseen"> for {range.title}</span>
        </button>
      </div>
      {open && <RangeDetails range={range} refreshing={refreshing} />}
    </article>
  );
}

function RangeValues({ range }: { range: LinkedRangeView }) {
  if (range.parameters.length === 0) return null;
  return (
    <dl class="values">
      {sourceWords(range.parameters, range.values).map(({ label, words }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}

function Notes({ notes }: { notes: string[] }) {
  return (
    <div class="note good" role="status">
      <Icon name="good" />
      <div class="grow">
        {notes.map((sentence) => (
          <p>{sentence}</p>
        ))}
      </div>
    </div>
  );
}
