// What narrows the audit: kind, person, query, data source, time, failures and slow runs.
import { useId } from 'preact/hooks';
import { SelectField } from '../controls/select-field.tsx';

interface Props {
  /** As it stands in the address. */
  filter: URLSearchParams;
  onChange: (filter: URLSearchParams) => void;
}

export function AuditFilters({ filter, onChange }: Props) {
  const set = (name: string, value: string) => {
    const changed = new URLSearchParams(filter);
    if (value === '') changed.delete(name);
    else changed.set(name, value);
    onChange(changed);
  };
  const field = (name: string) => ({
    value: filter.get(name) ?? '',
    onChange: (value: string) => set(name, value),
  });
  return (
    <form class="filter-row" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <SelectField
        label="Kind"
        {...field('kind')}
        options={{ '': 'Everything', run: 'Runs', change: 'Changes', sign_in: 'Sign-ins' }}
      />
      <SelectField
        label="From"
        {...field('via')}
        options={{
          '': 'Anywhere',
          page: 'The pages',
          sheet: 'Google Sheets',
          schedule: 'A schedule',
          link: 'A share link',
          csv: 'CSV',
          json: 'JSON',
          xlsx: 'Excel',
          api: 'The API',
        }}
      />
      <Text label="Who" placeholder="name or address" {...field('who')} />
      <Text label="Query" placeholder="signups-by-month" {...field('query')} />
      <Text label="Data source" placeholder="main" {...field('source')} />
      <Text label="From day" isDay {...field('since')} />
      <Text label="To day" isDay {...field('until')} />
      <SelectField
        label="Stands out"
        value={
          filter.get('failed') === 'true' ? 'failed' : filter.has('slowerThanSeconds') ? 'slow' : ''
        }
        onChange={(value) => {
          const changed = new URLSearchParams(filter);
          changed.delete('failed');
          changed.delete('slowerThanSeconds');
          if (value === 'failed') changed.set('failed', 'true');
          if (value === 'slow') changed.set('slowerThanSeconds', '10');
          onChange(changed);
        }}
        options={{ '': 'All', failed: 'Failed', slow: 'Took over 10 s' }}
      />
    </form>
  );
}

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

interface TextProps extends FieldProps {
  placeholder?: string;
  isDay?: boolean;
}

function Text({ label, value, onChange, placeholder, isDay = false }: TextProps) {
  const id = useId();
  const field = {
    ...{ class: 'input', id, value },
    onChange: (event: Event) => onChange((event.currentTarget as HTMLInputElement).value),
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {isDay ? <input type="date" {...field} /> : <input placeholder={placeholder} {...field} />}
    </div>
  );
}
