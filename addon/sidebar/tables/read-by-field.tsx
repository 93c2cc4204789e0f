// How the rows of a sheet table come to the queries; the server's reading is offered where it has an account at Google.
import { SelectField } from '../../../ui/fields/select-field.tsx';
import { WAYS, type Way } from './table-words.ts';

interface Props {
  way: Way;
  /** Whom the server reads as; null: it reads no spreadsheet. */
  account: string | null;
  onChange: (way: Way) => void;
}

export function ReadByField({ way, account, onChange }: Props) {
  const { server, ...byAddOn } = WAYS;
  const options = account === null && way !== 'server' ? byAddOn : { server, ...byAddOn };
  return (
    <>
      <SelectField
        label="When queries see what changed"
        value={way}
        options={options}
        onChange={(chosen) => onChange(chosen as Way)}
      />
      {way === 'server' && account && (
        <p class="field-hint">
          Share this spreadsheet with <b class="address">{account}</b>, as a viewer at least; as an
          editor, a cell that does not fit gets a note that says so.
        </p>
      )}
      {(way === 'edited' || way === 'hourly') && (
        <p class="field-hint">
          {way === 'edited' && 'And every hour, for what no edit tells. '}
          Published as you, whoever edits. A cell that does not fit gets a note that says so.
        </p>
      )}
    </>
  );
}
