// The rules of an alert: what it knows of its subjects, and what follows from one more evaluation. Nothing here has an
// effect; server/watch/ keeps the state and the messages together.
import type { AlertOutcome } from '../contract/alert.ts';
import type { MetSubject, SeenChanges, Sight, ToldRow } from './condition.ts';
import { spanMs } from './every.ts';

/** What is kept between evaluations. Subjects that are well are not kept. */
export interface AlertState {
  health: Health;
  subjects: Readonly<Record<string, SubjectState>>;
  /** Since when anything fires, without a break; null, or absent in what an older version left: nothing does. ISO. */
  firingSince?: string | null;
}

export interface Health {
  state: 'waiting' | 'well' | 'no_data' | 'failing';
  /** Evaluations in a row that ended so. */
  inARow: number;
  isTold: boolean;
}

export interface SubjectState {
  name: (string | null)[];
  state: 'pending' | 'firing';
  /** Of a pending one the evaluations in a row that met the condition, of a firing one those that did not. */
  inARow: number;
  /** When it began to be pending, or to fire: the beginning of its episode. ISO. */
  since: string;
  /** When somebody was last told that it fires; null: nobody knows yet. ISO. */
  toldAt: string | null;
}

export const newState: AlertState = {
  health: { state: 'waiting', inARow: 0, isTold: false },
  subjects: {},
};

/** How its owner wants it. */
export interface AlertRule {
  inARow: number;
  /** Such as `24 hours`; null: never. */
  remind: string | null;
}

export interface Evaluation {
  sight: Sight;
  /** ISO. */
  at: string;
  isMuted: boolean;
}

/** A subject as a message names it. */
export interface ToldSubject {
  id: string;
  name: (string | null)[];
  since: string;
  /** Rows that meet the condition now, and the first of them; none where it recovers. */
  count: number;
  rows: ToldRow[];
}

/** What is told to every destination: one message each. */
export type Told =
  | { what: 'fires' | 'recovers' | 'reminds' | 'ends'; subjects: ToldSubject[] }
  | { what: 'changes'; changes: SeenChanges }
  | { what: 'failing'; reason: string }
  | { what: 'no_data' };

export interface Episode {
  id: string;
  name: (string | null)[];
  beganAt: string;
}

export interface Step {
  state: AlertState;
  outcome: AlertOutcome;
  told: Told[];
  began: Episode[];
  ended: Episode[];
  /** Since when what is told of fires: messages of one time of firing belong together. */
  thread: string | null;
}

/** One more evaluation. Only one that saw the result can make a subject fire or recover. */
export function evaluated(rule: AlertRule, before: AlertState, evaluation: Evaluation): Step {
  const { sight } = evaluation;
  if (sight.state === 'compared') return compared(sight.changes, evaluation);
  if (sight.state !== 'seen') return unseen(rule, before, { ...evaluation, sight });
  const { subjects, ended } = moved(rule, before.subjects, { ...evaluation, sight });
  const began = entriesOf(subjects).filter(
    ([id, { state }]) => state === 'firing' && before.subjects[id]?.state !== 'firing',
  );
  const met = new Map(sight.met.map((each) => [each.id, each]));
  const { told, subjects: after } = toldNow(rule, subjects, { ...evaluation, met });
  const firingSince = firingIn(after) === 0 ? null : (before.firingSince ?? evaluation.at);
  const recovered = ended.filter(([, { toldAt }]) => toldAt !== null);
  return {
    state: { health: { state: 'well', inARow: 1, isTold: false }, subjects: after, firingSince },
    outcome: outcomeOf(after),
    // Whoever heard that something fires hears that it recovered, muted or not.
    told: [...told, ...aboutSome('recovers', recovered, new Map())],
    began: began.map(episodeOf),
    ended: ended.map(episodeOf),
    thread: before.firingSince ?? firingSince,
  };
}

/** What is told when nobody watches any more: of what fires and was told. */
export function endOf({ subjects }: AlertState): Told[] {
  const known = entriesOf(subjects).filter(([, { toldAt }]) => toldAt !== null);
  return aboutSome('ends', known, new Map());
}

/** How an alert stands now. */
export function standing({ health, subjects }: AlertState): AlertOutcome | 'waiting' {
  return health.state === 'well' ? outcomeOf(subjects) : health.state;
}

/** How many subjects fire. */
export function firingIn(subjects: AlertState['subjects']): number {
  return Object.values(subjects).filter(({ state }) => state === 'firing').length;
}

type Entry = [id: string, subject: SubjectState];
type Subjects = Record<string, SubjectState>;

const entriesOf = (subjects: AlertState['subjects']): Entry[] => Object.entries(subjects);
const episodeOf = ([id, { name, since }]: Entry): Episode => ({ id, name, beganAt: since });

function outcomeOf(subjects: AlertState['subjects']): AlertOutcome {
  const states = Object.values(subjects).map(({ state }) => state);
  if (states.includes('firing')) return 'firing';
  return states.includes('pending') ? 'pending' : 'ok';
}

// Changes are told as they come: they fire for nobody, and nothing of them recovers.
function compared(changes: SeenChanges, { isMuted }: Evaluation): Step {
  const isAny = changes.came + changes.went + changes.changed > 0;
  return {
    state: { health: { state: 'well', inARow: 1, isTold: false }, subjects: {} },
    outcome: isAny ? 'changed' : 'ok',
    told: isAny && !isMuted ? [{ what: 'changes', changes }] : [],
    began: [],
    ended: [],
    thread: null,
  };
}

// Nothing was seen: every subject stays as it is, and that is told once.
function unseen(
  { inARow }: AlertRule,
  { health, subjects, firingSince = null }: AlertState,
  { sight, isMuted }: Evaluation & { sight: Exclude<Sight, { state: 'seen' | 'compared' }> },
): Step {
  const isMore = health.state === sight.state;
  const count = isMore ? health.inARow + 1 : 1;
  const wasTold = isMore && health.isTold;
  const isToldNow = !wasTold && !isMuted && count >= inARow;
  const told: Told =
    sight.state === 'failing' ? { what: 'failing', reason: sight.reason } : { what: 'no_data' };
  return {
    state: {
      health: { state: sight.state, inARow: count, isTold: wasTold || isToldNow },
      subjects,
      firingSince,
    },
    outcome: sight.state,
    told: isToldNow ? [told] : [],
    began: [],
    ended: [],
    thread: firingSince,
  };
}

interface Seen extends Evaluation {
  sight: Extract<Sight, { state: 'seen' }>;
}

/** The subjects after an evaluation that saw the result, and those whose episode is over. */
function moved(
  { inARow }: AlertRule,
  before: AlertState['subjects'],
  { sight, at }: Seen,
): { subjects: Subjects; ended: Entry[] } {
  const subjects = Object.fromEntries(
    sight.met.map(({ id, name }) => [id, worse(before[id] ?? fresh(name, at), inARow, at)]),
  );
  const ended: Entry[] = [];
  const isUnclear = new Set(sight.unclear);
  for (const [id, subject] of entriesOf(before)) {
    if (subjects[id] !== undefined) continue;
    if (isUnclear.has(id)) subjects[id] = subject;
    else if (subject.state === 'firing' && subject.inARow + 1 < inARow)
      subjects[id] = { ...subject, inARow: subject.inARow + 1 };
    else if (subject.state === 'firing') ended.push([id, subject]);
  }
  return { subjects, ended };
}

const fresh = (name: (string | null)[], at: string): SubjectState => ({
  ...{ name, state: 'pending', inARow: 0, since: at, toldAt: null },
});

function worse(subject: SubjectState, inARow: number, at: string): SubjectState {
  if (subject.state === 'firing') return { ...subject, inARow: 0 };
  const count = subject.inARow + 1;
  if (count < inARow) return { ...subject, inARow: count };
  return { ...subject, state: 'firing', inARow: 0, since: at };
}

interface Telling extends Evaluation {
  met: ReadonlyMap<string, MetSubject>;
}

function toldNow(
  { remind }: AlertRule,
  subjects: Subjects,
  { met, at, isMuted }: Telling,
): { told: Told[]; subjects: Subjects } {
  if (isMuted) return { told: [], subjects };
  const firing = entriesOf(subjects).filter(([, { state }]) => state === 'firing');
  const unknown = firing.filter(([, { toldAt }]) => toldAt === null);
  const late = firing.filter(([, { toldAt }]) => toldAt !== null && isLate(toldAt, remind, at));
  const toldAgain = [...unknown, ...late].map(([id, subject]): Entry => [
    id,
    { ...subject, toldAt: at },
  ]);
  return {
    told: [...aboutSome('fires', unknown, met), ...aboutSome('reminds', late, met)],
    subjects: { ...subjects, ...Object.fromEntries(toldAgain) },
  };
}

function isLate(toldAt: string, remind: string | null, at: string): boolean {
  return remind !== null && Date.parse(at) - Date.parse(toldAt) >= spanMs(remind);
}

function aboutSome(
  what: Extract<Told, { subjects: unknown }>['what'],
  entries: Entry[],
  met: ReadonlyMap<string, MetSubject>,
): Told[] {
  if (entries.length === 0) return [];
  const subjects = entries.map(([id, { name, since }]): ToldSubject => {
    const { count = 0, rows = [] } = met.get(id) ?? {};
    return { id, name, since, count, rows };
  });
  return [{ what, subjects }];
}
