// Values that are written in the SQL and could be given each time instead: one click makes a parameter of one.
import type { Literal } from '../../../domain/contract/schema.ts';
import { useLoaded } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { ask } from '../../frame/ask.ts';
import type { Editing } from '../use-draft.ts';

interface Props {
  editing: Editing;
  onReplace: (sql: string) => void;
}

export function LiftPanel({ editing, onReplace }: Props) {
  const { content, used } = editing;
  const { sql } = content;
  const [lifted] = useLoaded(sql, async () =>
    sql.trim() === '' ? [] : (await ask('POST lift', { body: { sql, parameters: used } })).literals,
  );
  if (lifted.state === 'loading') return null;
  if (lifted.state === 'failed') {
    // While the text is wrong PostgreSQL cannot name its values; the line below the SQL says so.
    if (lifted.problem.code.startsWith('sql_')) return null;
    return <ProblemNote problem={lifted.problem} />;
  }
  const likely = lifted.value.filter((literal) => literal.likely);
  if (likely.length === 0) return null;
  const make = (literal: Literal) => {
    const { from, to, name, type, label, value } = literal;
    editing.changeParameter({ name, type, label, default: value });
    onReplace(`${sql.slice(0, from)}:${name}${sql.slice(to)}`);
  };
  return (
    <section class="stack small-gap" aria-label="Values that could be parameters">
      <h2 class="side-title">Make a parameter of</h2>
      {likely.map((literal) => (
        <button type="button" class="button compact lift" onClick={() => make(literal)}>
          <code>{literal.text}</code>
          <span class="quiet">{literal.label}</span>
        </button>
      ))}
    </section>
  );
}
