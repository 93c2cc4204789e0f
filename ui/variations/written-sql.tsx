// The SQL that the forms of a selection write, for whoever wants to see it.
import { useState } from 'preact/hooks';
import type { Selection } from '../../domain/contract/teaching/variation.ts';
import { useLoaded } from '../loaded.ts';
import { ProblemNote } from '../problem-note.tsx';

interface Props {
  selection: Selection;
  /** The SQL of a selection. */
  textOf: (selection: Selection) => Promise<string>;
}

export function WrittenSql(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details class="sql-fold" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>The SQL that this writes</summary>
      {open && <Text {...props} />}
    </details>
  );
}

function Text({ selection, textOf }: Props) {
  const [text] = useLoaded(JSON.stringify(selection), () => textOf(selection));
  if (text.state === 'failed') return <ProblemNote problem={text.problem} />;
  return (
    <pre class="sql" tabIndex={0}>
      {text.state === 'done' ? text.value : '…'}
    </pre>
  );
}
