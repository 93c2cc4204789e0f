// Keeps the rows of a linked range as sent, so that the next results of its query say who was told when.
import { useState } from 'preact/hooks';
import { countWords } from '../../../ui/age.ts';
import { isSaid, SentFields, today } from '../../../ui/sent-fields.tsx';
import { PartForm } from './part-form.tsx';
import type { PartProps } from './parts.ts';
import { call } from '../server.ts';

export function KeepSentForm({ range, attempt, onDone }: PartProps) {
  const [said, setSaid] = useState({ purpose: '', sentOn: today() });
  const [missing, setMissing] = useState(false);
  const save = async () => {
    setMissing(!isSaid(said));
    if (!isSaid(said)) return;
    let says = '';
    const work = async () => {
      const { rowCount, tells } = await call('keepAsSent', { range: range.id, ...said });
      says = `${countWords(rowCount, 'row')} kept as sent. ${tells ? TELLS : TELLS_NOT}`;
    };
    if (await attempt(work)) onDone(says);
  };
  return (
    <PartForm
      name="Keep as sent"
      save={{ label: 'Keep as sent', run: save }}
      onCancel={() => onDone()}
    >
      <p class="field-hint block">
        The rows are kept for good, as the query gave them when this was last refreshed. Cells that
        you changed, or rows that you hid or deleted in the sheet, change nothing in that.
      </p>
      <SentFields {...said} onChange={(part) => setSaid({ ...said, ...part })} />
      {missing && !isSaid(said) && (
        <p class="field-error" role="alert">
          Say what it was sent for, and when.
        </p>
      )}
    </PartForm>
  );
}

const TELLS = 'With “Say who was told when” among the options, the next refresh shows it.';
const TELLS_NOT =
  'The query’s author has not said which columns name a row (its key), so results cannot tell who was told.';
