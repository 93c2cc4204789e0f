// The Playground menu: its clock and schedules, what is simulated, and a new start.
import { api } from '../api.ts';
import { clockOf, durationOf } from '../clock-words.ts';
import type { PlaygroundState } from '../playground-state.ts';
import type { Asking } from './asking.ts';
import { separated } from './cell-entries.ts';
import { action, type Entry } from './entries.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export function playgroundMenu(state: PlaygroundState, asking: Asking): Entry[] {
  const on = (caption: string, by: number) =>
    action(caption, () => void moveOn(state, { by }, `by ${durationOf(by)}`));
  return separated(
    [
      action('Run the schedules now', () => void runSchedules(state), {
        off: (state.view?.triggers ?? []).length === 0,
      }),
      {
        ...{ kind: 'menu', caption: 'Put the clock forward' },
        entries: [
          on('By an hour', hourMs),
          on('By a day', dayMs),
          on('By a week', 7 * dayMs),
          action('To a time…', () => void askForTime(state, asking)),
        ],
      },
    ],
    [action('What is simulated…', () => state.showAbout(true))],
    [action('Start with a new spreadsheet…', () => void startAnew(state, asking))],
  );
}

/** As when Google's hour has come: what is not due yet stays as it is. */
async function runSchedules(state: PlaygroundState): Promise<void> {
  const { triggers = [] } = state.view ?? {};
  await state.do(async () => {
    for (const { id } of triggers) await answered(api.fireTrigger(id));
    const message = 'What was due has run. For what is due later, put the clock forward.';
    state.tell({ title: 'The schedules were called', message, bad: false });
  });
}

async function moveOn(
  state: PlaygroundState,
  to: { by: number } | { at: string },
  how: string,
): Promise<void> {
  await state.do(async () => {
    await answered(api.moveClock(to));
    const message = 'Every schedule that was due on the way has run, at its time.';
    state.tell({ title: `The clock was put forward ${how}`, message, bad: false });
  });
}

async function answered(asked: ReturnType<typeof api.moveClock>): Promise<void> {
  const answer = await asked;
  if (!answer.ok) throw new Error(answer.message);
}

async function askForTime(state: PlaygroundState, asking: Asking): Promise<void> {
  const { view } = state;
  if (!view) return;
  const { timeZone } = view.workbook;
  const value = clockOf(Date.now() + view.clock.aheadMs, timeZone);
  const answer = await asking.ask({
    title: 'Put the clock forward to',
    message: `In the spreadsheet’s time zone, ${timeZone.replaceAll('_', ' ')}. What is scheduled on the way runs at its time; the clock cannot go back, but with a new spreadsheet.`,
    fields: [{ name: 'at', label: 'Time', kind: 'moment', value }],
    button: 'Put forward',
  });
  const at = answer?.['at'] ?? '';
  if (at !== '') await moveOn(state, { at }, `to ${at.replace('T', ' ')}`);
}

async function startAnew(state: PlaygroundState, asking: Asking): Promise<void> {
  const sure = await asking.confirm({
    title: 'Start with a new spreadsheet?',
    message:
      'Everything in this spreadsheet is thrown away, and the clock shows the real time again.',
    button: 'Start anew',
  });
  if (sure) await state.do(() => api.reset());
}
