// Refreshes linked ranges, one or all in turn: waits for the run, asks what must be asked, keeps what came of it.
import { useRef, useState } from 'preact/hooks';
import { Problem } from '../../../domain/problem.ts';
import { askedBy } from '../../../domain/refresh/questions.ts';
import { countWords } from '../../../ui/age.ts';
import { problemOf } from '../../../ui/loaded.ts';
import type {
  Confirmed,
  LinkedRangeView,
  RefreshAsked,
  RefreshChanges,
  RefreshView,
  ValueSources,
} from '../../sidebar-functions.ts';
import { useRunSteps, type FinishedRun, type RunSteps } from '../run-steps.ts';
import { call } from '../server.ts';
import { useSession, type Question, type Session } from '../session.ts';

/** What came of the last try at a range, while the sidebar is open. */
export interface Outcome {
  notes: string[];
  /** What was lost or left out. */
  warnings?: string[] | undefined;
  problem: Problem | null;
  /** The problem is that of a value, and is told at the value's field. */
  atField?: boolean;
  /** Set while it waits for an answer. */
  question?: Open;
}

/** A refresh that waits for an answer. */
interface Open {
  asked: Question;
  run: FinishedRun;
  /** What a yes says yes to. */
  yes: Confirmed;
}

/** Values as a form gives them. */
export interface FilledIn {
  values: ValueSources;
  /** Whether the form still shows, so that a refused value can be told at its field. */
  isShown: () => boolean;
}

export interface Refreshing {
  steps: RunSteps;
  /** The id of the range that is being refreshed. */
  current: string | null;
  /** How far "Refresh all" is: this many of that many; null when it is not running. */
  all: { done: number; of: number } | null;
  outcomes: Record<string, Outcome>;
  /** Refreshes one range, with other values where a form gives them, and tells what came of it. */
  refresh: (range: LinkedRangeView, filledIn?: FilledIn) => Promise<Outcome>;
  refreshAll: (ranges: LinkedRangeView[]) => Promise<void>;
  /** Lets "Refresh all" end after the range that it is at. */
  stopAll: () => void;
  stopping: boolean;
  /** Answers the question that "Refresh all" left at a range. */
  answer: (range: LinkedRangeView, yes: boolean) => Promise<void>;
  note: (id: string, outcome: Outcome) => void;
}

export function useRefresh(): Refreshing {
  const session = useSession();
  const steps = useRunSteps();
  const [all, setAll] = useState<{ done: number; of: number } | null>(null);
  const { outcomes, note } = useOutcomes();
  const { stopped, stopping, stopAll, goOn } = useStop();
  const { current, attempt } = useAttempt(session, note);

  const refreshAll = async (ranges: LinkedRangeView[]) => {
    goOn();
    for (const [done, range] of ranges.entries()) {
      if (stopped.current) break;
      setAll({ done, of: ranges.length });
      await attempt(range, () => refreshOrLeaveQuestion({ range, steps }));
    }
    setAll(null);
    void readRanges(session);
  };
  const refresh: Refreshing['refresh'] = (range, filledIn) =>
    attempt(
      range,
      () => refreshOrAsk({ range, steps, values: filledIn?.values }, session.ask),
      (problem) => refused(problem, range, filledIn),
    );
  const answer = async (range: LinkedRangeView, yes: boolean) => {
    const question = outcomes[range.id]?.question;
    if (!yes || !question) return note(range.id, unchanged);
    const { run, yes: confirmed } = question;
    await attempt(range, async () => left(await writeOrAsk({ range, steps, run, confirmed })));
  };
  return { steps, current, all, outcomes, refresh, refreshAll, stopAll, stopping, answer, note };
}

/** Refreshes one range, and notes how it went. */
function useAttempt(session: Session, note: Refreshing['note']) {
  const [current, setCurrent] = useState<string | null>(null);
  const attempt = async (
    range: LinkedRangeView,
    refreshOne: () => Promise<RefreshView | Outcome | null>,
    outcomeOfProblem = (problem: Problem): Outcome => ({ notes: [], problem }),
  ): Promise<Outcome> => {
    setCurrent(range.id);
    note(range.id, { notes: [], problem: null });
    const outcome = await refreshOne()
      .then((view) => outcomeOf(view, session))
      .catch((error): Outcome => {
        // The card says the same as the problem, and not "Fresh".
        void readRanges(session);
        return outcomeOfProblem(problemOf(error));
      });
    note(range.id, outcome);
    setCurrent(null);
    return outcome;
  };
  return { current, attempt };
}

// Of values that were filled in: at their field, or at the card where the form was closed meanwhile.
function refused(problem: Problem, range: LinkedRangeView, filledIn?: FilledIn): Outcome {
  if (!filledIn) return { notes: [], problem };
  if (filledIn.isShown()) return { notes: [], problem, atField: isOfField(problem, range) };
  const told = `${problem.message} The new values were not saved: give them again under “Change values”.`;
  return { notes: [], problem: new Problem(problem.code, told, problem.extras) };
}

const isOfField = ({ extras }: Problem, { parameters }: LinkedRangeView) =>
  parameters.some(({ name }) => name === extras.parameter);

function outcomeOf(view: RefreshView | Outcome | null, session: Session): Outcome {
  if (!view) return unchanged;
  if ('problem' in view) return view;
  session.putRange(view.range);
  return written(view);
}

// What stands in the sheet may have moved; else what is known stays.
async function readRanges({ setRanges }: Session): Promise<void> {
  await call('listRanges').then(
    ({ ranges }) => setRanges(ranges),
    () => undefined,
  );
}

function useOutcomes() {
  const [outcomes, setOutcomes] = useState<Record<string, Outcome>>({});
  const note = (id: string, outcome: Outcome) =>
    setOutcomes((before) => ({ ...before, [id]: outcome }));
  return { outcomes, note };
}

/** Whether "Refresh all" shall end after the range that it is at. */
function useStop() {
  const stopped = useRef(false);
  const [stopping, setStopping] = useState(false);
  const set = (stop: boolean) => {
    stopped.current = stop;
    setStopping(stop);
  };
  return { stopped, stopping, stopAll: () => set(true), goOn: () => set(false) };
}

function written({ changes, notes, warnings }: RefreshView): Outcome {
  return { notes: [changesWords(changes), ...notes], warnings, problem: null };
}

const unchanged: Outcome = { notes: ['Nothing was changed.'], problem: null };

interface Wish {
  range: LinkedRangeView;
  steps: RunSteps;
  /** Where they are others than the range's own. */
  values?: ValueSources | undefined;
}

interface Writing extends Wish {
  run: FinishedRun;
  confirmed: Confirmed;
}

function write({ steps, run, confirmed, ...wish }: Writing): Promise<RefreshView> {
  return steps.writing(run.rowCount, () =>
    call('refreshRange', { ...askedWith(wish, run), confirmed }),
  );
}

function askedWith({ range, values }: Omit<Wish, 'steps'>, { run }: FinishedRun): RefreshAsked {
  return { id: range.id, run, finished: true, ...(values ? { values } : {}) };
}

/** What was written, or the question that has to be answered before. */
async function tryRefresh(wish: Wish): Promise<RefreshView | Open> {
  const { range, steps, values } = wish;
  const { slug, options } = range;
  const { exactText } = options;
  const run = await steps.finish({ slug, values: values ?? range.values, exactText });
  return writeOrAsk({ ...wish, run, confirmed: {} });
}

async function writeOrAsk(writing: Writing): Promise<RefreshView | Open> {
  try {
    return await write(writing);
  } catch (error) {
    const problem = problemOf(error);
    const question = askedBy(problem);
    if (!question) throw problem;
    const { says, changes, yes } = question;
    return { asked: refreshQuestion(says, changes), run: writing.run, yes };
  }
}

/** Asks at once, and again where the sheet or the result changed meanwhile. Null when the person said no. */
async function refreshOrAsk(wish: Wish, ask: Session['ask']): Promise<RefreshView | null> {
  let tried = await tryRefresh(wish);
  while ('asked' in tried) {
    if (!(await ask(tried.asked))) return null;
    tried = await writeOrAsk({ ...wish, run: tried.run, confirmed: tried.yes });
  }
  return tried;
}

/** Leaves the question at the range, so that the others need not wait for the answer. */
async function refreshOrLeaveQuestion(wish: Wish): Promise<RefreshView | Outcome> {
  return left(await tryRefresh(wish));
}

function left(tried: RefreshView | Open): RefreshView | Outcome {
  return 'asked' in tried ? { notes: [], problem: null, question: tried } : tried;
}

function refreshQuestion(said: string, changes: RefreshChanges): Question {
  const removed = changes.columnsRemoved.map((name) => `Column ${name} goes`);
  const formulas = changes.formulasReferring.map((cell) => `Formula in ${cell} refers to it`);
  return {
    title: 'This refresh would replace something of yours',
    sentences: [said, ...otherChanges(changes)],
    list: [...removed, ...formulas],
    yes: 'Refresh anyway',
    danger: true,
  };
}

// The question has told of the cells changed by hand already.
function otherChanges(changes: RefreshChanges): string[] {
  const parts = changesParts({ ...changes, cellsEditedByHand: 0 });
  return parts.length === 0 ? [] : [`In all: ${parts.join(', ')}.`];
}

/** What a refresh changed, or would change, in one sentence. */
export function changesWords(changes: RefreshChanges): string {
  const parts = changesParts(changes);
  if (changes.unchanged) return 'Nothing has changed.';
  // Only the order of the rows, or blank rows between them.
  if (parts.length === 0) return 'The rows are as the query gives them again.';
  return `${parts.join(', ')}.`;
}

function changesParts(changes: RefreshChanges): string[] {
  return [
    changes.rowsAdded > 0 ? `${countWords(changes.rowsAdded, 'row')} added` : '',
    changes.rowsRemoved > 0 ? `${countWords(changes.rowsRemoved, 'row')} removed` : '',
    changes.rowsChanged > 0 ? `${countWords(changes.rowsChanged, 'row')} changed` : '',
    changes.rowsKept ? `${countWords(changes.rowsKept, 'row')} struck through` : '',
    changes.columnsAdded.length > 0 ? `new ${columnWords(changes.columnsAdded)}` : '',
    changes.columnsRemoved.length > 0 ? `${columnWords(changes.columnsRemoved)} removed` : '',
    handWords(changes.cellsEditedByHand),
  ].filter((part) => part !== '');
}

function handWords(cells: number | null): string {
  if (cells === null) return 'cells changed by hand put back';
  return cells > 0 ? `${countWords(cells, 'cell')} changed by hand put back` : '';
}

function columnWords(names: string[]): string {
  return `${names.length === 1 ? 'column' : 'columns'} ${names.join(', ')}`;
}
