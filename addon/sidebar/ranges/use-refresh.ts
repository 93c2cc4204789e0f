// Refreshes linked ranges, one or all in turn: waits for the run, asks what must be asked, keeps what came of it.
import { useRef, useState } from 'preact/hooks';
import { Problem } from '../../../domain/problem.ts';
import { askedBy } from '../../../domain/refresh/questions.ts';
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
import { agreementQuestion } from '../agreement.ts';
import { call } from '../server.ts';
import { useSession, type Question, type Session } from '../session.ts';
import { changesWords } from '../../../domain/refresh/changes-words.ts';
import { refreshQuestion } from './refresh-question.ts';

/** What came of the last try at a range, while the sidebar is open. */
export interface Outcome {
  notes: string[];
  /** What was lost or left out. */
  warnings?: string[] | undefined;
  /** What changed, row by row, or would change. */
  told?: { changes: RefreshChanges; isDone: boolean };
  problem: Problem | null;
  /** The problem is that of a value, and is told at the value's field. */
  atField?: boolean;
  /** The problem is not of a refresh, but of something else that was tried, and the values are as fresh as they were. */
  besides?: boolean;
  /** Set while it waits for an answer. */
  question?: Open;
}

/** A refresh that waits for an answer. */
interface Open {
  asked: Question;
  /** Null where the question is whether it may run at all. */
  run: FinishedRun | null;
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
  /** Forgets what was told of refreshes, but for what is still to be mended or answered. */
  settle: () => void;
}

export function useRefresh(): Refreshing {
  const session = useSession();
  const steps = useRunSteps();
  const [all, setAll] = useState<{ done: number; of: number } | null>(null);
  const { outcomes, note, settle } = useOutcomes();
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
    await attempt(range, async () => left(await carryOn({ range, steps }, question)));
  };
  const does = { refresh, refreshAll, stopAll, answer, note, settle };
  return { steps, current, all, outcomes, stopping, ...does };
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

/** Reads the ranges again, for what stands in the sheet may have moved; where that fails, what is known stays. */
export async function readRanges({ setRanges }: Session): Promise<void> {
  await call('listRanges').then(
    ({ ranges }) => setRanges(ranges),
    () => undefined,
  );
}

function useOutcomes() {
  const [outcomes, setOutcomes] = useState<Record<string, Outcome>>({});
  const note = (id: string, outcome: Outcome) =>
    setOutcomes((before) => ({ ...before, [id]: outcome }));
  const settle = () =>
    setOutcomes((before) =>
      Object.fromEntries(
        Object.entries(before).flatMap(([id, { problem, question, atField, besides }]) => {
          const open = { notes: [], problem, ...(question ? { question } : {}) };
          return (problem && !atField && !besides) || question ? [[id, open]] : [];
        }),
      ),
    );
  return { outcomes, note, settle };
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
  const told = { changes, isDone: true };
  return { notes: [changesWords(changes), ...notes], warnings, told, problem: null };
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

/** What was written, or the question that has to be answered before. `agreed` is what the person let run as them. */
async function tryRefresh(wish: Wish, agreed?: string): Promise<RefreshView | Open> {
  const { range, steps, values } = wish;
  const asked = { range: range.id, agreed, ...(values ? { values } : {}) };
  const run = await orQuestion(null, () => steps.finish(asked));
  return 'asked' in run ? run : writeOrAsk({ ...wish, run, confirmed: {} });
}

function writeOrAsk(writing: Writing): Promise<RefreshView | Open> {
  return orQuestion(writing.run, () => write(writing));
}

/** Goes on with what the person said yes to. */
function carryOn(wish: Wish, { run, yes }: Open): Promise<RefreshView | Open> {
  return run ? writeOrAsk({ ...wish, run, confirmed: yes }) : tryRefresh(wish, yes.agreed);
}

async function orQuestion<T>(run: FinishedRun | null, work: () => Promise<T>): Promise<T | Open> {
  try {
    return await work();
  } catch (error) {
    const problem = problemOf(error);
    const question = askedBy(problem);
    if (!question) throw problem;
    const { says, yes, runs } = question;
    // Where the record changed while its query ran, the run is not the one that is asked about.
    const isWhose = runs !== undefined;
    const asked = isWhose ? agreementQuestion(says) : refreshQuestion(question);
    return { asked, run: isWhose ? null : run, yes };
  }
}

/** Asks at once, and again where the sheet or the result changed meanwhile. Null when the person said no. */
async function refreshOrAsk(wish: Wish, ask: Session['ask']): Promise<RefreshView | null> {
  let tried = await tryRefresh(wish);
  while ('asked' in tried) {
    if (!(await ask(tried.asked))) return null;
    tried = await carryOn(wish, tried);
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
