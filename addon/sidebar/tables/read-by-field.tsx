// How the rows of a sheet table come to the queries; the server's reading is offered where it has an account at Google.
import { SelectField } from '../../../ui/fields/select-field.tsx';
import type { TableWish } from '../../sheet-tables/table-views.ts';
import { READ_BY } from './table-words.ts';

interface Props {
  readBy: TableWish['readBy'];
  /** Whom the server reads as; null: it reads no spreadsheet. */
  account: string | null;
  onChange: (readBy: TableWish['readBy']) => void;
}

export function ReadByField({ readBy, account, onChange }: Props) {
  if (account === null && readBy === 'addon') return null;
  return (
    <>
      <SelectField
        label="When queries see what changed"
        value={readBy}
        options={READ_BY}
        onChange={(chosen) => onChange(chosen as TableWish['readBy'])}
      />
      {readBy === 'server' && account && (
        <p class="field-hint">
          Share this spreadsheet with <b class="address">{account}</b>, as a viewer at least.
        </p>
      )}
    </>
  );
}
