// When a linked range refreshes by itself: the rule, whose clock calls, its next runs, its last failure.
import { useState } from 'preact/hooks';
import { exactTime } from '../../../ui/age.ts';
import { SelectField } from '../../../ui/fields/select-field.tsx';
import { useLoaded } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import type { ScheduleView, ServerScheduleView } from '../../ranges/shown-schedule.ts';
import type { LinkedRangeView, Prompt, ScheduleRule } from '../../sidebar-functions.ts';
import { withAgreement } from '../agreement.ts';
import { PartForm } from '../ranges/part-form.tsx';
import type { PartProps } from '../ranges/parts.ts';
import { call } from '../server.ts';
import { useSession } from '../session.ts';
import { PromptFields } from './prompt-fields.tsx';
import { RuleFields, ruleForGoogle } from './rule-fields.tsx';
import { ServerSlots } from './server-slots.tsx';

type By = 'google' | 'server';

export function ScheduleForm({ range, attempt, onDone }: PartProps) {
  const { putRange, start, ask } = useSession();
  const { schedule, id } = range;
  const [rule, setRule] = useState<ScheduleRule | null>(schedule?.rule ?? null);
  const [on, setOn] = useState<Prompt[]>(range.prompts?.on ?? []);
  const [by, setBy] = useState<By>(schedule?.byServer ? 'server' : 'google');
  const [loaded] = useLoaded(id, () => call('readServerSchedule', { id }));
  const atServer = loaded.state === 'done' ? loaded.value : null;
  const put = async (work: (agreed?: string) => Promise<LinkedRangeView>) => {
    const changed = await withAgreement(ask, work);
    if (changed) putRange(changed);
    return changed !== null;
  };
  const save = async () => {
    let isSaved = false;
    const wish = { rule: by === 'server' ? rule : ruleForGoogle(rule), by };
    const work = async () => {
      // A colleague's is left as it is where only the other part was changed.
      const puts = [
        ...(schedule?.mine || isOther(schedule, wish)
          ? [(agreed?: string) => call('setSchedule', { id, ...wish, agreed })]
          : []),
        ...(on.length > 0 || range.prompts
          ? [(agreed?: string) => call('setPrompts', { id, on, agreed })]
          : []),
      ];
      isSaved = true;
      for (const one of puts) isSaved &&= await put(one);
    };
    if ((await attempt(work)) && isSaved) onDone(savedWords(rule, on));
  };
  const pause = (paused: boolean) =>
    attempt(async () => putRange(await call('pauseSchedule', { id, paused })));
  const takeOver = () => attempt(() => put((agreed) => call('takeOverSchedule', { id, agreed })));
  const chooseBy = (chosen: By) => {
    setBy(chosen);
    if (chosen === 'google') setRule(ruleForGoogle(rule));
  };
  return (
    <PartForm
      name="Schedule"
      save={{ label: 'Save schedule', run: save }}
      onCancel={() => onDone()}
    >
      {schedule && (
        <ScheduleState
          schedule={schedule}
          onTakeOver={() => void takeOver()}
          onPause={(paused) => void pause(paused)}
        />
      )}
      {schedule?.byServer && atServer?.schedule && (
        <ServerSlots slots={atServer.schedule.slots} timeZone={schedule.timeZone} />
      )}
      {schedule?.byServer && schedule.mine && atServer?.schedule === null && (
        <p class="tone bad">
          The server knows nothing of this schedule: saving it broke off, or it was ended there.
          Save it again, or choose that it refreshes only by hand.
        </p>
      )}
      <ByField by={by} atServer={atServer} onChange={chooseBy} />
      <RuleFields rule={rule} isExact={by === 'server'} onChange={setRule} />
      <PromptFields range={range} on={on} onChange={setOn} />
      <Hint
        by={by}
        isNew={!schedule}
        atServer={schedule?.byServer ? null : atServer}
        zone={start.spreadsheet.timeZone}
      />
    </PartForm>
  );
}

function isOther(
  schedule: ScheduleView | null,
  { rule, by }: { rule: ScheduleRule | null; by: By },
) {
  if (!schedule) return rule !== null;
  const isSame = JSON.stringify(schedule.rule) === JSON.stringify(rule);
  return !isSame || schedule.byServer !== (by === 'server');
}

function savedWords(rule: ScheduleRule | null, on: readonly Prompt[]): string {
  if (rule) return 'The schedule is saved.';
  return on.length > 0 ? 'Saved.' : 'It is off.';
}

interface ByProps {
  by: By;
  atServer: ServerScheduleView | null;
  onChange: (by: By) => void;
}

const whose: Record<By, string> = {
  google: 'Google, about every hour',
  server: 'The server, to the minute',
};

function ByField({ by, atServer, onChange }: ByProps) {
  // A server that may write nowhere can do none.
  if (by === 'google' && !atServer?.account && !atServer?.mayPick) return null;
  const choose = (chosen: string) => onChange(chosen as By);
  return <SelectField label="Who refreshes it" value={by} options={whose} onChange={choose} />;
}

interface HintProps {
  by: By;
  isNew: boolean;
  /** Null: it writes there already, or does not write at all. */
  atServer: ServerScheduleView | null;
  zone: string;
}

function Hint({ by, isNew, atServer, zone }: HintProps) {
  if (by === 'google')
    return (
      <p class="field-hint">
        Hours are in the spreadsheet’s time zone, {zone}. Google picks the minute.
        {isNew && ' It will run as you.'}
      </p>
    );
  return (
    <p class="field-hint">
      Times are in the spreadsheet’s time zone, {zone}. The query runs with your rights, also while
      nobody has the sheet open.
      {atServer?.account && (
        <>
          {' '}
          Share this spreadsheet with <b class="address">{atServer.account}</b> as an editor first
          {atServer.mayActAsYou && ', unless your domain lets Sheetfeed act as you'}
          {atServer.mayPick && ', or pick it on your account page on Sheetfeed'}.
        </>
      )}
      {atServer?.account === null && atServer.mayPick && (
        <> Pick this spreadsheet on your account page on Sheetfeed first.</>
      )}
    </p>
  );
}

interface StateProps {
  schedule: ScheduleView;
  onTakeOver: () => void;
  onPause: (paused: boolean) => void;
}

function ScheduleState({ schedule, onTakeOver, onPause }: StateProps) {
  const { mine, byServer, paused, nextRunsAt, lastRunAt, timeZone, problem, failuresInARow } =
    schedule;
  return (
    <div class="stack small-gap">
      {lastRunAt && <p>Last on {exactTime(lastRunAt, timeZone)}.</p>}
      {nextRunsAt.length > 0 && (
        <p>
          Next:
          <br />
          {nextRunsAt.slice(0, 3).map((at) => (
            <span class="block">{exactTime(at, timeZone)}</span>
          ))}
        </p>
      )}
      {failuresInARow > 0 && (
        <p class="tone bad">
          Failed {failuresInARow === 1 ? 'once' : `${failuresInARow} times in a row`};{' '}
          {againWords(schedule)}
        </p>
      )}
      {problem && <ProblemNote problem={problem} />}
      <div class="row wrap">
        {!mine && (
          <button type="button" class="button compact" onClick={onTakeOver}>
            Take over, so that it runs as me
          </button>
        )}
        {byServer && <PauseButton isPaused={paused !== null} onPress={onPause} />}
      </div>
    </div>
  );
}

interface PauseProps {
  isPaused: boolean;
  onPress: (paused: boolean) => void;
}

// The server refuses it to whoever has neither set it up nor looks after the server.
function PauseButton({ isPaused, onPress }: PauseProps) {
  return (
    <button type="button" class="button compact" onClick={() => onPress(!isPaused)}>
      {isPaused ? 'Resume' : 'Pause'}
    </button>
  );
}

function againWords({ triesAgain, byServer }: ScheduleView): string {
  if (triesAgain)
    return byServer ? 'it tries again in a few minutes.' : 'it tries again within the hour.';
  return byServer ? 'it goes on trying, ever more rarely.' : 'it goes on trying.';
}
