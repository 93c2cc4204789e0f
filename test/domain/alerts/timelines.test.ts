// Random timelines of rows that come and go, nulls, failures, empty results and mutes, held against a plain model.
import { expect, test } from '@jest/globals';
import {
  evaluated,
  newState,
  type AlertState,
  type Told,
} from '../../../domain/alerts/episodes.ts';
import { fc, often } from '../../support/random.ts';
import { modelOf, sightOfMoment, sorted, type Moment, type Said } from './model.ts';

const SUBJECTS = ['A-1', 'A-2', '', 'null'];

const subjects = fc.subarray(SUBJECTS).map((names) => new Set(names));
const seen = fc.record({ rows: subjects, unclear: subjects, why: fc.constant('seen' as const) });
const unseen = fc.record({
  rows: fc.constant(null),
  unclear: fc.constant(new Set<string>()),
  why: fc.constantFrom('no_data' as const, 'failing' as const),
});

const timeline = fc.array(
  fc.record({
    saw: fc.oneof({ weight: 4, arbitrary: seen }, { weight: 1, arbitrary: unseen }),
    minutes: fc.integer({ min: 1, max: 40 }),
    isMuted: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
  }),
  { minLength: 1, maxLength: 40 },
);

const START = Date.parse('2026-03-29T00:00:00Z');

function momentsOf(steps: typeof timeline extends fc.Arbitrary<infer T> ? T : never): Moment[] {
  let at = START;
  return steps.map(({ saw, minutes, isMuted }) => {
    at += minutes * 60_000;
    const { rows, unclear, why } = saw;
    // A subject that has a row which meets the condition is clear.
    const notMet = new Set([...unclear].filter((name) => rows?.has(name) !== true));
    return { rows, unclear: notMet, why, isMuted, at: new Date(at).toISOString() };
  });
}

test('whatever rows do, what is told is what a plain model says: nothing lost, nothing twice, no false recovery', () => {
  fc.assert(
    fc.property(
      timeline,
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(null, '30 minutes', '1 hour'),
      (steps, inARow, remind) => {
        const moments = momentsOf(steps);
        const said: Said[] = [];
        let state: AlertState = newState;
        for (const moment of moments) {
          const { at, isMuted } = moment;
          const step = evaluated({ inARow, remind }, state, {
            sight: sightOfMoment(moment),
            at,
            isMuted,
          });
          // It is kept as JSON between evaluations.
          state = JSON.parse(JSON.stringify(step.state)) as AlertState;
          said.push(...step.told.flatMap((told) => saidOf(told, at)));
        }

        const remindMs = remind && (remind === '1 hour' ? 3_600_000 : 1_800_000);
        expect(sorted(said)).toEqual(
          modelOf({ inARow, remindMs: remindMs || null }, moments, SUBJECTS),
        );
      },
    ),
    { numRuns: often(1_000, 10_000) },
  );
});

function saidOf(told: Told, at: string): Said[] {
  if (!('subjects' in told)) return [{ at, what: told.what, subject: null }];
  return told.subjects.map(({ name }) => ({ at, what: told.what, subject: name[0] ?? '?' }));
}

test('episodes begin and end once for each time that a subject fires, whatever is told', () => {
  fc.assert(
    fc.property(timeline, fc.integer({ min: 1, max: 3 }), (steps, inARow) => {
      const open = new Map<string, string>();
      let state: AlertState = newState;
      for (const moment of momentsOf(steps)) {
        const { at, isMuted } = moment;
        const sight = sightOfMoment(moment);
        const step = evaluated({ inARow, remind: null }, state, { sight, at, isMuted });
        for (const { id, beganAt } of step.ended) {
          expect(open.get(id)).toBe(beganAt);
          open.delete(id);
        }
        for (const { id, beganAt } of step.began) {
          expect(open.has(id)).toBe(false);
          open.set(id, beganAt);
        }
        ({ state } = step);
        const firing = Object.entries(state.subjects).filter(([, each]) => each.state === 'firing');
        expect([...open.keys()].sort()).toEqual(firing.map(([id]) => id).sort());
      }
    }),
    { numRuns: often(300, 3_000) },
  );
});
