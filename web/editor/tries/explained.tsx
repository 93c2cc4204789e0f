// What the database would do with the SQL: as a note when asked for, as a question when it would take long.
import type { Explanation } from '../../../domain/contract/schema.ts';
import { countWords } from '../../../ui/age.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { DialogEnd } from '../../../ui/dialog-end.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { Progress } from '../../result/result-panel.tsx';
import { MeasuredTree } from './measured-plan.tsx';
import type { Measuring } from './use-measured.ts';
import { Warnings } from './warnings.tsx';

interface ExplainedProps {
  explanation: Explanation;
  /** The text is another one by now. */
  isOther: boolean;
  measured: Measuring;
  onMeasure: () => void;
  onClose: () => void;
}

export function Explained({ explanation, isOther, measured, ...on }: ExplainedProps) {
  const { steps, warnings, estimatedRows } = explanation;
  return (
    <div class="note explained">
      <div class="grow">
        <div class="row">
          <strong class="grow">
            {isOther && 'Before you changed the text: '}
            {measured.state === 'done'
              ? 'What the database did'
              : `What the database would do, for about ${countWords(Math.round(estimatedRows), 'row')}`}
          </strong>
          <button type="button" class="icon-button" aria-label="Close" onClick={on.onClose}>
            <Icon name="close" />
          </button>
        </div>
        {measured.state === 'done' ? (
          <MeasuredTree plan={measured.plan} />
        ) : (
          <>
            <Warnings sentences={warnings} />
            <ol class="plan-steps">
              {steps.map(({ sentence }) => (
                <li>{sentence}</li>
              ))}
            </ol>
            <Measure {...{ measured, isOther }} onMeasure={on.onMeasure} onCancel={on.onClose} />
          </>
        )}
      </div>
    </div>
  );
}

interface MeasureProps {
  measured: Exclude<Measuring, { state: 'done' }>;
  isOther: boolean;
  onMeasure: () => void;
  onCancel: () => void;
}

function Measure({ measured, isOther, onMeasure, onCancel }: MeasureProps) {
  if (measured.state === 'running') return <Progress run={measured} onCancel={onCancel} />;
  return (
    <>
      {measured.state === 'failed' && <ProblemNote problem={measured.problem} />}
      {!isOther && (
        <p>
          <button type="button" class="button compact" onClick={onMeasure}>
            Run it and measure each step
          </button>
        </p>
      )}
    </>
  );
}

interface ExpensiveProps {
  explanation: Explanation;
  onAnswer: (yes: boolean) => void;
}

export function ExpensiveDialog({ explanation, onAnswer }: ExpensiveProps) {
  return (
    <Dialog title="This may take long" onClose={() => onAnswer(false)}>
      <div class="stack">
        <p>
          The database expects to go through a lot, for about{' '}
          {countWords(Math.round(explanation.estimatedRows), 'row')}.
        </p>
        <Warnings sentences={explanation.warnings} />
      </div>
      <DialogEnd
        yes={{ label: 'Run it anyway', run: () => onAnswer(true) }}
        no="Go on writing"
        onNo={() => onAnswer(false)}
        isQuestion
      />
    </Dialog>
  );
}
