// What the database would do with the SQL: as a note when asked for, as a question when it would take long.
import type { Explanation } from '../../../domain/contract/schema.ts';
import { countWords } from '../../../ui/age.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { DialogEnd } from '../../../ui/dialog-end.tsx';
import { Icon } from '../../../ui/icon.tsx';

interface ExplainedProps {
  explanation: Explanation;
  onClose: () => void;
}

export function Explained({ explanation, onClose }: ExplainedProps) {
  const { steps, warnings, estimatedRows } = explanation;
  return (
    <div class="note explained">
      <div class="grow">
        <div class="row">
          <strong class="grow">
            What the database would do, for about {countWords(Math.round(estimatedRows), 'row')}
          </strong>
          <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        <Warnings sentences={warnings} />
        <ol class="plan-steps">
          {steps.map(({ sentence }) => (
            <li>{sentence}</li>
          ))}
        </ol>
      </div>
    </div>
  );
}

function Warnings({ sentences }: { sentences: string[] }) {
  return (
    <ul class="warnings">
      {sentences.map((sentence) => (
        <li>
          <Icon name="warn" />
          {sentence}
        </li>
      ))}
    </ul>
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
