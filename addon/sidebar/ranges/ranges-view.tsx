// The linked ranges of this spreadsheet: problems first, then this tab's, then the others.
import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../../../domain/problem.ts';
import { Icon } from '../../../ui/icon.tsx';
import { problemOf } from '../../../ui/loaded.ts';
import type { LinkedRangeView } from '../../sidebar-functions.ts';
import { ProgressNote } from '../progress-note.tsx';
import { RangeCard } from './range-card.tsx';
import { call } from '../server.ts';
import { useSession } from '../session.ts';
import { WithBeside } from './beside.tsx';
import { DeletedCard } from './deleted-card.tsx';
import { isFailed, isOpen, useRefreshing } from './refreshing.tsx';
import type { Refreshing } from './use-refresh.ts';
import { ViewHead } from '../view-head.tsx';

interface Props {
  range: string | null;
  notes: string[];
  warnings: string[] | undefined;
}

export function RangesView({ range, notes, warnings }: Props) {
  const { ranges, setRanges, deleted } = useSession();
  const refreshing = useRefreshing();
  const [strange, setStrange] = useState<string | null>(null);
  useEffect(() => {
    refreshing.settle();
    if (range && notes.length > 0) refreshing.note(range, { notes, warnings, problem: null });
    // What stands in the sheet may have moved since the sidebar was opened; else what is known stays.
    call('listRanges').then(
      (now) => {
        setRanges(now.ranges);
        setStrange(now.strange);
      },
      () => undefined,
    );
  }, []);
  useEffect(() => {
    if (range) showCard(range);
  }, [range]);
  return (
    <>
      <ViewHead title="Linked ranges" />
      {strange !== null && (
        <p class="note bad" role="status">
          {strange}
        </p>
      )}
      <GoneNote />
      {ranges.length === 0 && deleted.length === 0 ? (
        <NoRanges />
      ) : (
        <>
          <main class="fill scroll pad stack" onKeyDown={moveBetweenCards}>
            <WithBeside>
              <RangeGroups
                ranges={ranges}
                refreshing={refreshing}
                shown={range}
                inserted={notes.length > 0}
              />
            </WithBeside>
          </main>
          <RefreshAll ranges={ranges} refreshing={refreshing} />
        </>
      )}
    </>
  );
}

function NoRanges() {
  const { go } = useSession();
  return (
    <main class="fill pad">
      <div class="empty">
        <p>No query stands in this spreadsheet yet.</p>
        <p class="quiet">
          Insert one, and it is listed here, with its age and a button to refresh it.
        </p>
        <button type="button" class="button primary" onClick={() => go({ name: 'catalog' })}>
          Find a query
        </button>
      </div>
    </main>
  );
}

// What was taken out of the list a moment ago, with the way back.
function GoneNote() {
  const { gone, putRange } = useSession();
  const [problem, setProblem] = useState<Problem | null>(null);
  if (!gone) return null;
  const relink = () =>
    call('relinkRange', { id: gone.id }).then(putRange, (error) => setProblem(problemOf(error)));
  return (
    <div class="banner plain" role="status">
      <span class="grow">{problem ? problem.message : gone.says}</span>
      {gone.canRelink && !problem && (
        <button type="button" class="plain-button" onClick={() => void relink()}>
          Undo
        </button>
      )}
    </div>
  );
}

interface GroupsProps {
  ranges: LinkedRangeView[];
  refreshing: Refreshing;
  shown: string | null;
  /** Whether the one shown has just been inserted: it comes first then. */
  inserted: boolean;
}

// All cards are of one parent, so that a card keeps what is open in it when it goes to another group.
function RangeGroups({ ranges, refreshing, shown, inserted }: GroupsProps) {
  const { deleted } = useSession();
  const { outcomes } = refreshing;
  const isNew = ({ id }: LinkedRangeView) => inserted && id === shown;
  const isBad = (range: LinkedRangeView) => needsAttention(range) || isOpen(outcomes[range.id]);
  const old = ranges.filter((range) => !isNew(range));
  const well = old.filter((range) => !isBad(range));
  const groups = [
    { title: 'Just inserted', ranges: ranges.filter(isNew) },
    { title: 'Need attention', ranges: old.filter(isBad) },
    { title: 'On this tab', ranges: well.filter(({ onActiveTab }) => onActiveTab) },
    { title: 'On other tabs', ranges: well.filter(({ onActiveTab }) => !onActiveTab) },
  ].filter((group) => group.ranges.length > 0);
  return (
    <>
      {deleted.length > 0 && <h2 key="deleted">Deleted with their tabs</h2>}
      {deleted.map((range) => (
        <DeletedCard key={`deleted ${range.id}`} range={range} />
      ))}
      {groups.flatMap(({ title, ranges: members }) => [
        <h2 key={title}>{title}</h2>,
        ...members.map((range) => (
          <RangeCard
            key={range.id}
            range={range}
            refreshing={refreshing}
            shown={range.id === shown}
          />
        )),
      ])}
    </>
  );
}

function needsAttention({ problem, freshness }: LinkedRangeView): boolean {
  return problem !== null || ['lost', 'incomplete'].includes(freshness);
}

function RefreshAll({ ranges, refreshing }: { ranges: LinkedRangeView[]; refreshing: Refreshing }) {
  const { all, current, steps, refreshAll, stopAll, stopping, outcomes } = refreshing;
  const possible = ranges.filter(({ freshness }) => freshness !== 'lost' && freshness !== 'gone');
  const failed = ranges.filter(({ id }) => outcomes[id] && isFailed(outcomes[id]));
  const asking = ranges.filter(({ id }) => outcomes[id]?.question);
  const doing = all
    ? `Refreshing ${all.done + 1} of ${all.of}`
    : `Refreshing ${ranges.find(({ id }) => id === current)?.title ?? ''}`;
  return (
    <div class="action-bar">
      {current === null && (
        <>
          <ToRanges ranges={failed} tone="bad" one="was not refreshed" more="were not refreshed" />
          <ToRanges
            ranges={asking}
            tone="warn"
            one="waits for your answer"
            more="wait for your answer"
          />
        </>
      )}
      <ProgressNote progress={steps.progress} doing={doing} onCancel={steps.cancel} />
      {all ? (
        <button type="button" class="button" disabled={stopping} onClick={stopAll}>
          {stopping ? 'Stopping after this one…' : 'Stop after this one'}
        </button>
      ) : (
        <button
          type="button"
          class="button primary"
          disabled={current !== null || possible.length === 0}
          onClick={() => void refreshAll(possible)}
        >
          {current !== null ? 'Refreshing…' : `Refresh all (${possible.length})`}
        </button>
      )}
    </div>
  );
}

interface ToRangesProps {
  ranges: LinkedRangeView[];
  tone: 'bad' | 'warn';
  one: string;
  more: string;
}

// So many ranges need the person: a click goes to the first of them.
function ToRanges({ ranges, tone, one, more }: ToRangesProps) {
  const [first] = ranges;
  return (
    <div role="status">
      {first && (
        <button
          type="button"
          class={`plain-button tone ${tone}`}
          onClick={() => showCard(first.id)}
        >
          <Icon name={tone} />
          {ranges.length === 1 ? `One range ${one}.` : `${ranges.length} ranges ${more}.`}
          <span class="unseen"> Show {first.title}</span>
        </button>
      )}
    </div>
  );
}

function showCard(id: string): void {
  const card = document.getElementById(`range-${id}`);
  card?.scrollIntoView({ block: 'start' });
  card?.focus();
}

// Up and down go from card to card, as in the catalog, unless a field needs the keys.
function moveBetweenCards(event: KeyboardEvent) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const target = event.target;
  if (step === undefined || !(target instanceof HTMLElement)) return;
  if (target.matches('input, select, textarea')) return;
  const cards = [...document.querySelectorAll<HTMLElement>('.card')];
  const index = cards.findIndex((card) => card.contains(target));
  const next = cards[index + step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}
