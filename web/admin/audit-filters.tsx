// What narrows the audit: kind, person, query, time, failures and slow runs.
import { useId } from 'preact/hooks';

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
      <Choice
        label="Kind"
        {...field('kind')}
        options={[
          ['', 'Everything'],
          ['run', 'Runs'],
          ['change', 'Changes'],
          ['sign_in', 'Sign-ins'],
        ]}
      />
      <Choice
        label="From"
        {...field('via')}
        options={[
          ['', 'Anywhere'],
          ['page', 'The pages'],
          ['sheet', 'Google Sheets'],
          ['schedule', 'A schedule'],
          ['link', 'A share link'],
          ['csv', 'CSV'],
          ['json', 'JSON'],
          ['api', 'The API'],
        ]}
      />
      <Text label="Who" placeholder="name or address" {...field('who')} />
      <Text label="Query" placeholder="signups-by-month" {...field('query')} />
      <Text label="From day" isDay {...field('since')} />
      <Text label="To day" isDay {...field('until')} />
      <Choice
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
        options={[
          ['', 'All'],
          ['failed', 'Failed'],
          ['slow', 'Took over 10 s'],
        ]}
      />
    </form>
  );
}

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

function Choice({ label, value, onChange, options }: FieldProps & { options: [string, string][] }) {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <select
        class="input"
        id={id}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map(([option, words]) => (
          <option value={option}>{words}</option>
        ))}
      </select>
    </div>
  );
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
