// What can be changed about a linked range, one part open at a time, and undo and unlink.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../../../domain/problem.ts';
import { scheduleWords } from '../../../domain/schedule-words.ts';
import { MODES } from '../../../domain/refresh/modes.ts';
import { Icon } from '../../../ui/icon.tsx';
import { problemOf } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import type { LinkedRangeView } from '../../sidebar-functions.ts';
import { ChangeValues } from './change-values.tsx';
import { CopyFormula } from './copy-formula.tsx';
import { KeepSentForm } from './keep-sent-form.tsx';
import { OptionsForm } from './options-form.tsx';
import type { PartProps } from './parts.ts';
import { ScheduleForm } from '../schedule/schedule-form.tsx';
import { SheetComments } from '../comments/sheet-comments.tsx';
import { withAgreement } from '../agreement.ts';
import { call } from '../server.ts';
import { useSession, type Session } from '../session.ts';
import { changesWords } from '../../../domain/refresh/changes-words.ts';
import type { Refreshing } from './use-refresh.ts';

type Part = 'values' | 'options' | 'schedule' | 'formula' | 'comments' | 'sent';

export function RangeDetails({
  range,
  refreshing,
}: {
  range: LinkedRangeView;
  refreshing: Refreshing;
}) {
  const [part, setPart] = useState<Part | null>(null);
  const [saved, setSaved] = useState<{ part: Part; says: string } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = async (work: () => Promise<unknown>) => {
    setProblem(null);
    setSaved(null);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    }
  };
  const close = (says?: string) => {
    // What the card said of an earlier refresh would look like the answer to this.
    if (says) refreshing.settle();
    if (says && part) setSaved({ part, says });
    setPart(null);
    if (part) focusPart(range.id, part);
  };
  const props: PartProps = { range, attempt, refreshing, onDone: close };
  const toggle = (name: Part) => {
    setSaved(null);
    setPart(part === name ? null : name);
  };
  const partProps = (name: Part) => ({
    id: partId(range.id, name),
    open: part === name,
    onToggle: () => toggle(name),
    saved: saved?.part === name ? saved.says : null,
  });
  return (
    <div class="details">
      {range.parameters.length > 0 && (
        <Disclosure title="Change values" words="" {...partProps('values')}>
          <ChangeValues {...props} />
        </Disclosure>
      )}
      <Disclosure title="Options" words={MODES[range.options.mode].label} {...partProps('options')}>
        <OptionsForm {...props} />
      </Disclosure>
      <Disclosure title="Schedule" words={scheduleTold(range)} {...partProps('schedule')}>
        <ScheduleForm {...props} />
      </Disclosure>
      {range.place !== null && (
        <Disclosure title="Copy a formula" words="" {...partProps('formula')}>
          <CopyFormula range={range} />
        </Disclosure>
      )}
      {range.freshness !== 'gone' && (
        <Disclosure title="Comments" words="" {...partProps('comments')}>
          <SheetComments slug={range.slug} range={range.id} />
        </Disclosure>
      )}
      {range.place !== null && range.refreshedAt !== null && (
        <Disclosure title="Keep as sent" words="" {...partProps('sent')}>
          <KeepSentForm {...props} />
        </Disclosure>
      )}
      {problem && <ProblemNote problem={problem} takeFocus />}
      <OtherActions {...props} />
    </div>
  );
}

function scheduleTold({ schedule, prompts }: LinkedRangeView): string {
  if (schedule) return scheduleWords(schedule.rule);
  if (!prompts) return 'off';
  return prompts.on.map((one) => (one === 'open' ? 'when opened' : 'when edited')).join(', ');
}

function partId(range: string, part: Part): string {
  return `part-${range}-${part}`;
}

// A form that closes leaves the person where they were.
function focusPart(range: string, part: Part): void {
  requestAnimationFrame(() => {
    const button = document.getElementById(partId(range, part));
    button?.focus();
    button?.scrollIntoView({ block: 'nearest' });
  });
}

interface DisclosureProps {
  id: string;
  title: string;
  words: string;
  open: boolean;
  onToggle: () => void;
  /** What was done with the form that stood here. */
  saved: string | null;
  children: ComponentChildren;
}

function Disclosure({ id, title, words, open, onToggle, saved, children }: DisclosureProps) {
  return (
    <section class="disclosure">
      <button type="button" id={id} aria-expanded={open} onClick={onToggle}>
        <Icon name={open ? 'down' : 'forward'} />
        <span class="grow">{title}</span>
        {words && <span class="quiet">{words}</span>}
      </button>
      <div role="status">
        {saved !== null && (
          <p class="tone good saved">
            <Icon name="good" />
            {saved}
          </p>
        )}
      </div>
      {open && <div class="part">{children}</div>}
    </section>
  );
}

function OtherActions({ range, attempt, refreshing }: PartProps) {
  const session = useSession();
  const busy = refreshing.current !== null;
  const { id } = range;
  const look = () =>
    attempt(async () => {
      const finished = await withAgreement(session.ask, (agreed) =>
        refreshing.steps.finish({ range: id, agreed }),
      );
      if (!finished) return;
      const changes = await call('previewRefresh', { id, run: finished.run, finished: true });
      const says = `If you refresh now: ${changesWords(changes)} Nothing has been written yet.`;
      refreshing.note(id, { notes: [says], told: { changes, isDone: false }, problem: null });
    });
  return (
    <div class="row wrap">
      <button type="button" class="plain-button" disabled={busy} onClick={() => void look()}>
        See what would change
      </button>
      <button
        type="button"
        class="plain-button danger"
        disabled={busy}
        onClick={() => void attempt(() => unlink(range, session))}
      >
        Unlink
      </button>
    </div>
  );
}

async function unlink(range: LinkedRangeView, session: Session): Promise<void> {
  const yes = await session.ask({
    title: `Unlink ${range.title}?`,
    sentences: [
      'The values stay in the sheet as they are. They are no longer refreshed, and a schedule of this range ends.',
      ...(range.undoes === null
        ? []
        : ['What was done here before can be undone only once the range is linked again.']),
    ],
    list: [],
    yes: 'Unlink',
    danger: true,
  });
  if (!yes) return;
  await call('unlinkRange', { id: range.id });
  session.goneRange(range.id, `${range.title} is not linked any more. Its values stay.`, true);
}
