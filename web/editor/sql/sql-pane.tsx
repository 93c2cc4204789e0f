// The left side of the editor: the SQL, whether PostgreSQL accepts it, and trying it or what is selected of it.
import type { EditorView } from '@codemirror/view';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { SourceSchema } from '../../../domain/contract/schema.ts';
import type { Problem } from '../../../domain/problem.ts';
import { Icon } from '../../../ui/icon.tsx';
import { spanOf, type Span } from './position.ts';
import { SqlEditor, type Mark } from './sql-editor.tsx';
import { TryPane } from './try-pane.tsx';
import type { Described } from './use-description.ts';
import type { Editing } from '../use-draft.ts';

interface Props {
  editing: Editing;
  schema: SourceSchema | null;
  described: Described;
  view: { current: EditorView | null };
}

/** A problem of a run, and where in the SQL the text that ran begins. */
interface Ran {
  problem: Problem;
  start: number;
}

export function SqlPane({ editing, schema, described, view }: Props) {
  const { content, used } = editing;
  const { sql, source } = content;
  const runner = useRef<(() => void) | null>(null);
  const [selected, setSelected] = useState<Span>({ from: 0, to: 0 });
  const [ran, setRan] = useState<Ran | null>(null);
  const isSelection = sql.slice(selected.from, selected.to).trim() !== '';
  const tried = isSelection ? selected : { from: 0, to: sql.length };
  const isDescribed = described.sql === sql;
  const problem = isDescribed ? described.problem : null;
  const mark = useMemo(() => markOf(sql, problem, ran), [sql, problem, ran]);
  return (
    <div class="editor-main">
      <SqlEditor
        sql={sql}
        onChange={(text, names) => {
          editing.change({ sql: text });
          editing.setNames(names);
          setRan(null);
        }}
        schema={schema}
        mark={mark}
        onRun={() => runner.current?.()}
        onSelect={setSelected}
        view={view}
      />
      <SqlState problem={problem} known={described.last !== null && isDescribed} />
      <TryPane
        request={{ source, sql: sql.slice(tried.from, tried.to), parameters: used, isSelection }}
        runner={runner}
        onProblem={(failed) => setRan(failed && { problem: failed, start: tried.from })}
      />
    </div>
  );
}

function markOf(sql: string, problem: Problem | null, ran: Ran | null): Mark | null {
  const shown = ran?.problem ?? problem;
  const span = shown && spanOf(shown, sql, ran?.start ?? 0);
  return shown && span ? { ...span, message: shown.message } : null;
}

/** Whether the database accepts the text, in a line that is always there. */
function SqlState({ problem, known }: { problem: Problem | null; known: boolean }) {
  const { line } = problem?.extras ?? {};
  return (
    <p class={problem ? 'sql-state tone bad' : 'sql-state quiet'} role="status">
      {problem && (
        <>
          <Icon name="bad" />
          {typeof line === 'number' && `Line ${line}: `}
          {problem.message}
        </>
      )}
      {!problem && known && (
        <>
          <Icon name="good" />
          The database accepts this.
        </>
      )}
    </p>
  );
}
