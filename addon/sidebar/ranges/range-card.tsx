// One linked range: what it shows, where, how fresh, its last problem, and what can be done with it.
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../../../ui/icon.tsx';
import { problemOf } from '../../../ui/loaded.ts';
import type { LinkedRangeView } from '../../sidebar-functions.ts';
import { QuestionWords } from '../ask.tsx';
import { BesideLine } from './beside.tsx';
import { freshnessAdvice, FreshnessLine } from './freshness.tsx';
import { RetiredNote, StatusBadge } from '../query/query-status.tsx';
import { RangeDetails } from './range-details.tsx';
import { PromptLine } from '../schedule/prompt-fields.tsx';
import { ScheduleLine } from '../schedule/schedule-line.tsx';
import { ReaderProblem } from '../problem/reader-problem.tsx';
import { call } from '../server.ts';
import { DeletedActions } from './deleted-card.tsx';
import { isFailed } from './refreshing.tsx';
import { useSession, type Question } from '../session.ts';
import { readRanges, type Outcome, type Refreshing } from './use-refresh.ts';
import { WhatChanged } from './what-changed.tsx';
import { sourceWords } from '../value-sources.ts';

interface Props {
  range: LinkedRangeView;
  refreshing: Refreshing;
  /** Just inserted, or asked for by name: stands out. */
  shown: boolean;
}

export function RangeCard({ range, refreshing, shown }: Props) {
  const [chosen, setOpen] = useState(false);
  const { putRange } = useSession();
  // Where the query is gone the next step is Unlink, which is among the details.
  const open = chosen || range.freshness === 'gone';
  const outcome = refreshing.outcomes[range.id];
  const busy = refreshing.current === range.id;
  const problem = outcome?.problem ?? range.problem;
  const advice = freshnessAdvice(range);
  const goTo = (cell?: string) =>
    call('goToRange', { id: range.id, ...(cell === undefined ? {} : { cell }) }).catch((error) =>
      refreshing.note(range.id, besides(error, outcome)),
    );
  const light = (on: boolean) =>
    void call('lightChanges', { id: range.id, on })
      .then(putRange)
      .catch((error) => refreshing.note(range.id, besides(error, outcome)));
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
      <RangeFacts range={range} refreshing={refreshing} />
      {outcome?.question && (
        <RefreshQuestion
          question={outcome.question.asked}
          onAnswer={(yes) => void refreshing.answer(range, yes)}
          busy={refreshing.current !== null}
        />
      )}
      {advice && (!problem || range.freshness === 'gone') && <p class="quiet">{advice}</p>}
      {problem && !outcome?.atField && range.freshness !== 'gone' && (
        <ReaderProblem
          problem={problem}
          met={{ slug: range.slug, title: range.title, range: range.id, values: range.values }}
          owner={range.owner}
          shows={outcome?.besides ? null : range.refreshedAt}
          takeFocus={outcome?.problem !== undefined && outcome.problem !== null}
        />
      )}
      {range.freshness === 'lost' && <DeletedActions range={range} />}
      <Notes notes={outcome?.notes} tone="good" />
      <Notes notes={outcome?.warnings} tone="warn" />
      {outcome?.told && (
        <WhatChanged
          {...outcome.told}
          onGoTo={(cell) => void goTo(cell)}
          {...(outcome.told.isDone ? { light: { isOn: range.lit, set: light } } : {})}
        />
      )}
      {range.lit && !outcome?.told && <DarkButton range={range} onPress={() => light(false)} />}
      <div class="row wrap">
        <RefreshButton range={range} refreshing={refreshing} busy={busy} />
        {range.place && (
          <button type="button" class="button compact" onClick={() => void goTo()}>
            Go to
            <span class="unseen"> {range.title}</span>
          </button>
        )}
        <UndoButton range={range} refreshing={refreshing} />
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

// What failed and was no refresh: the values are as fresh as they were before it.
function besides(error: unknown, before: Outcome | undefined): Outcome {
  return { notes: [], problem: problemOf(error), besides: !isFailed(before) };
}

function DarkButton({ range, onPress }: Pick<Props, 'range'> & { onPress: () => void }) {
  return (
    <div>
      <button type="button" class="plain-button" onClick={onPress}>
        Stop showing what changed
        <span class="unseen"> in {range.title}</span>
      </button>
    </div>
  );
}

// What the card says of the range itself, before anything was tried at it.
function RangeFacts({ range, refreshing }: Pick<Props, 'range' | 'refreshing'>) {
  const { timeZone } = useSession().start.spreadsheet;
  const { [range.id]: outcome } = refreshing.outcomes;
  return (
    <>
      <div class="row">
        <h3 class="grow">{range.title}</h3>
        <StatusBadge status={range.status} />
      </div>
      {range.was !== null && (
        <p class="tone warn">
          <Icon name="warn" />
          It was {range.was} when you last refreshed it.
        </p>
      )}
      <p class="place">{range.place ?? 'Its cells are gone'}</p>
      <RangeValues range={range} />
      <FreshnessLine range={range} timeZone={timeZone} isFailing={isFailed(outcome)} />
      {range.schedule && <ScheduleLine schedule={range.schedule} />}
      <PromptLine range={range} />
      {range.owner && (
        <p class="freshness quiet" title={range.owner.email}>
          Query of {range.owner.name || range.owner.email}
        </p>
      )}
      {range.status === 'retired' && <RetiredNote use={range.use} />}
      <BesideLine range={range} refreshing={refreshing} />
    </>
  );
}

type ButtonProps = Pick<Props, 'range' | 'refreshing'> & { busy: boolean };

function RefreshButton({ range, refreshing, busy }: ButtonProps) {
  return (
    <button
      type="button"
      class="button compact"
      disabled={refreshing.current !== null}
      onClick={() => void refreshing.refresh(range)}
    >
      <Icon name="refresh" />
      {busy ? 'Refreshing…' : 'Refresh'}
      <span class="unseen"> {range.title}</span>
    </button>
  );
}

const undoLabels = {
  refresh: 'Undo refresh',
  insert: 'Undo insert',
  options: 'Undo options',
  rows: 'Undo removal',
};

function UndoButton({ range, refreshing }: Pick<Props, 'range' | 'refreshing'>) {
  const session = useSession();
  const { id, undoes, title } = range;
  if (undoes === null) return null;
  const undo = async () => {
    try {
      if (undoes === 'insert') {
        session.goneRange(id, await call('undoInsert', { id }), false);
        return;
      }
      const undone = await call('undoRefresh', { id, undoes });
      session.putRange(undone.range);
      refreshing.note(id, { notes: undone.notes, problem: null });
    } catch (error) {
      void readRanges(session);
      refreshing.note(id, besides(error, refreshing.outcomes[id]));
    }
  };
  return (
    <button
      type="button"
      class="plain-button"
      disabled={refreshing.current !== null}
      onClick={() => void undo()}
    >
      {undoLabels[undoes]}
      <span class="unseen"> of {title}</span>
    </button>
  );
}

interface QuestionProps {
  question: Question;
  onAnswer: (yes: boolean) => void;
  busy: boolean;
}

// What "Refresh all" could not decide by itself, with the answers to it.
function RefreshQuestion({ question, onAnswer, busy }: QuestionProps) {
  return (
    <div class="note warn" role="group" aria-label={question.title}>
      <Icon name="warn" />
      <div class="grow">
        <strong>{question.title}</strong>
        <QuestionWords question={question} />
        <div class="row wrap">
          <button
            type="button"
            class="button compact danger"
            disabled={busy}
            onClick={() => onAnswer(true)}
          >
            {question.yes}
          </button>
          <button
            type="button"
            class="button compact"
            disabled={busy}
            onClick={() => onAnswer(false)}
          >
            Leave it as it is
          </button>
        </div>
      </div>
    </div>
  );
}

function RangeValues({ range }: { range: LinkedRangeView }) {
  const { choices } = useSession();
  useEffect(() => choices.learn(range), [range.values]);
  if (range.parameters.length === 0) return null;
  const known = (parameter: string) => choices.known(range.slug, parameter);
  return (
    <dl class="values">
      {sourceWords(range.parameters, range.values, known).map(({ label, words }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}

function Notes({ notes = [], tone }: { notes: string[] | undefined; tone: 'good' | 'warn' }) {
  if (notes.length === 0) return null;
  return (
    <div class={`note ${tone}`} role="status">
      <Icon name={tone} />
      <div class="grow">
        {notes.map((sentence) => (
          <p>{sentence}</p>
        ))}
      </div>
    </div>
  );
}
