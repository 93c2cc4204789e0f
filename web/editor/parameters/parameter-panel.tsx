// The parameters of the text that is being written, each with what it is called, takes and defaults to.
import type { Parameter } from '../../../domain/contract/parameter.ts';
import { ParameterCard } from './parameter-card.tsx';

interface Props {
  used: Parameter[];
  unused: Parameter[];
  onChange: (parameter: Parameter) => void;
  onRemove: (name: string) => void;
}

export function ParameterPanel({ used, unused, onChange, onRemove }: Props) {
  if (used.length + unused.length === 0) {
    return (
      <p class="quiet">
        Write <code>:name</code> where whoever runs the query shall give a value, such as{' '}
        <code>where created_at &gt;= :since</code>. It appears here.
      </p>
    );
  }
  return (
    <div class="stack">
      {used.map((parameter) => (
        <ParameterCard key={parameter.name} parameter={parameter} onChange={onChange} />
      ))}
      {unused.map(({ name }) => (
        <div class="note warn" key={name}>
          <p class="grow">
            <code>:{name}</code> does not stand in the SQL.
          </p>
          <button type="button" class="button compact" onClick={() => onRemove(name)}>
            Remove<span class="unseen"> {name}</span>
          </button>
        </div>
      ))}
    </div>
  );
}
