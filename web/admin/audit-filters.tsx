// What narrows the audit: kind, person, query, data source, time, failures and slow runs.
import { Field } from '../../ui/fields/field.tsx';
import { SelectField } from '../../ui/fields/select-field.tsx';

interface Props {
  /** As it stands in the address. */
  filter: URLSearchParams;
  onChange: (filter: URLSearchParams) => void;
}

const kinds = { '': 'Everything', run: 'Runs', change: 'Changes', sign_in: 'Sign-ins' };

const ways = {
  '': 'Anywhere',
  page: 'The pages',
  sheet: 'Google Sheets',
  schedule: 'A schedule',
  link: 'A share link',
  csv: 'CSV',
  json: 'JSON',
  xlsx: 'Excel',
  api: 'The API',
  alert: 'An alert',
  slack: 'Slack',
};

export function AuditFilters({ filter, onChange }: Props) {
  const field = (name: string) => ({
    value: filter.get(name) ?? '',
    onChange: (value: string) => onChange(changed(filter, { [name]: value })),
  });
  return (
    <form class="filter-row" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <SelectField label="Kind" {...field('kind')} options={kinds} />
      <SelectField label="From" {...field('via')} options={ways} />
      <Text label="Who" placeholder="name or address" {...field('who')} />
      <Text label="Query" placeholder="signups-by-month" {...field('query')} />
      <Text label="Data source" placeholder="main" {...field('source')} />
      <Text label="From day" isDay {...field('since')} />
      <Text label="To day" isDay {...field('until')} />
      <StandsOut filter={filter} onChange={onChange} />
    </form>
  );
}

// One field for a person, two names in the address.
function StandsOut({ filter, onChange }: Props) {
  const isSlow = filter.has('slowerThanSeconds');
  return (
    <SelectField
      label="Stands out"
      value={filter.get('failed') === 'true' ? 'failed' : isSlow ? 'slow' : ''}
      onChange={(value) =>
        onChange(
          changed(filter, {
            failed: value === 'failed' ? 'true' : '',
            slowerThanSeconds: value === 'slow' ? '10' : '',
          }),
        )
      }
      options={{ '': 'All', failed: 'Failed', slow: 'Took over 10 s' }}
    />
  );
}

/** The filter with other values; what is empty is left out. */
function changed(filter: URLSearchParams, values: Record<string, string>): URLSearchParams {
  const next = new URLSearchParams(filter);
  for (const [name, value] of Object.entries(values)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
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
  const field = {
    ...{ class: 'input', value },
    onChange: (event: Event) => onChange((event.currentTarget as HTMLInputElement).value),
  };
  return (
    <Field label={label}>
      {(id) =>
        isDay ? (
          <input type="date" id={id} {...field} />
        ) : (
          <input placeholder={placeholder} id={id} {...field} />
        )
      }
    </Field>
  );
}
