// All of one cell: a long text whole, JSON as a tree, a number with every digit.
import type { Field } from '../../../../domain/contract/result.ts';
import { Dialog } from '../../../../ui/dialog.tsx';
import { fieldText, typeWords } from '../../../../ui/fields/field-text.ts';
import { CopyButton } from '../../../controls/copy-button.tsx';
import { leadAddress } from '../../leads.ts';
import type { Shown } from '../../shown-columns.ts';
import { branchesOf, JsonTree } from './json-tree.tsx';

interface Props {
  field: Field;
  shown: Shown;
  /** Counts from 1. */
  row: number;
  onClose: () => void;
}

export function CellDialog({ field, shown, row, onClose }: Props) {
  const { column, note, reading } = shown;
  const text = field === null ? null : String(field);
  const read = fieldText(field, column, reading);
  const address = leadAddress(note, field);
  const branches = text === null ? null : branchesOf(text);
  return (
    <Dialog title={note?.label ?? column.name} onClose={onClose}>
      <div class="stack cell-detail">
        <p class="quiet small">
          {typeWords(column.type)} ({column.typeName}), row {row.toLocaleString()}
        </p>
        {note?.description && <p>{note.description}</p>}
        {text === null && <p class="null">null</p>}
        {branches !== null && <JsonTree value={branches} />}
        {text !== null && branches === null && (
          <pre class="cell-text" tabIndex={0}>
            {text}
          </pre>
        )}
        {text !== null && read !== null && read !== text && <p class="quiet">Shown as {read}</p>}
        {address !== null && (
          <p>
            <a href={address}>Go where this leads</a>
          </p>
        )}
      </div>
      <div class="actions">
        <button type="button" class="button primary" data-focus onClick={onClose}>
          Close
        </button>
        {text !== null && (
          <CopyButton label="Copy" name="this cell" icon="copy" text={() => text} />
        )}
      </div>
    </Dialog>
  );
}
