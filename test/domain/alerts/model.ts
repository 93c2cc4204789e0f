// A plain model of an alert, one subject at a time: what somebody who watches the rows themselves would say and when.
import type { MetSubject, Sight } from '../../../domain/alerts/condition.ts';

/** One evaluation of a timeline. */
export interface Moment {
  /** The subjects whose rows meet the condition; null where nothing was seen. */
  rows: ReadonlySet<string> | null;
  /** Of what was seen, subjects whose value is null. */
  unclear: ReadonlySet<string>;
  why: 'seen' | 'no_data' | 'failing';
  isMuted: boolean;
  /** ISO. */
  at: string;
}

/** A message about one subject, or about the alert itself (null). */
export interface Said {
  at: string;
  what: string;
  subject: string | null;
}

interface Rule {
  inARow: number;
  remindMs: number | null;
}

/** All that is to be told of a timeline, by when it happened and about whom. */
export function modelOf(
  rule: Rule,
  moments: readonly Moment[],
  subjects: readonly string[],
): Said[] {
  const said = subjects.flatMap((subject) => ofSubject(rule, moments, subject));
  return sorted([...said, ...ofTrouble(rule, moments)]);
}

export const sorted = (said: readonly Said[]): Said[] =>
  [...said].sort((one, other) => keyOf(one).localeCompare(keyOf(other)));
const keyOf = ({ at, what, subject }: Said) => [at, what, subject].join(' ');

function ofSubject(
  { inARow, remindMs }: Rule,
  moments: readonly Moment[],
  subject: string,
): Said[] {
  const said: Said[] = [];
  let isFiring = false;
  let bad = 0;
  let good = 0;
  let toldAt: string | null = null;
  for (const { rows, unclear, at, isMuted } of moments) {
    if (rows === null) continue;
    const isMet = rows.has(subject);
    // Of an unclear one what is known stays, and so does what is still to be told of it.
    if (isMet || !unclear.has(subject)) [bad, good] = isMet ? [bad + 1, 0] : [0, good + 1];
    const recovers: boolean = isFiring && good >= inARow;
    if (recovers && toldAt !== null) said.push({ at, what: 'recovers', subject });
    if (recovers) toldAt = null;
    isFiring = !recovers && (isFiring || bad >= inARow);
    if (!isFiring || isMuted) continue;
    if (toldAt === null) said.push({ at, what: 'fires', subject });
    else if (remindMs !== null && Date.parse(at) - Date.parse(toldAt) >= remindMs)
      said.push({ at, what: 'reminds', subject });
    else continue;
    toldAt = at;
  }
  return said;
}

/** Failing and no data: each bout is told once, when it has lasted long enough and nobody has muted it. */
function ofTrouble({ inARow }: Rule, moments: readonly Moment[]): Said[] {
  const said: Said[] = [];
  let bout = { why: 'seen', count: 0, isTold: false };
  for (const { why, at, isMuted } of moments) {
    if (bout.why !== why) bout = { why, count: 0, isTold: false };
    bout.count += 1;
    if (why === 'seen' || bout.isTold || isMuted || bout.count < inARow) continue;
    bout.isTold = true;
    said.push({ at, what: why, subject: null });
  }
  return said;
}

/** The moment as an evaluation sees it. */
export function sightOfMoment({ rows, unclear, why }: Moment): Sight {
  if (why === 'failing') return { state: 'failing', reason: 'It broke.' };
  if (rows === null) return { state: 'no_data' };
  const met = [...rows].map((subject): MetSubject => {
    const name = [subject];
    // Evidence changes from row to row, and says nothing of who it is.
    return {
      id: JSON.stringify(name),
      name,
      count: 1,
      rows: [[['evidence', String(Math.random())]]],
    };
  });
  return { state: 'seen', met, unclear: [...unclear].map((each) => JSON.stringify([each])) };
}
