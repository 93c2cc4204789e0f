// The left side of the editor: the SQL, whether PostgreSQL accepts it, and trying it or what is selected of it.
import type { EditorView } from '@codemirror/view';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Parameter } from '../../../domain/contract/parameter.ts';
import type { SourceSchema } from '../../../domain/contract/schema.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { ResultRun } from '../../result/use-result.ts';
import { Icon } from '../../../ui/icon.tsx';
import { adviceOn, type Change } from './advice.ts';
import { spanOf, type Span } from './position.ts';
import { replaceText, SqlEditor, type Mark } from './sql-editor.tsx';
import { TryPane } from '../tries/try-pane.tsx';
import type { Described } from './use-description.ts';
import type { Editing } from '../use-draft.ts';

interface Props {
  editing: Editing;
  schema: SourceSchema | null;
  described: Described;
  view: { current: EditorView | null };
  values: URLSearchParams;
  /** Of what was tried last. */
  result: ResultRun;
}

/** A problem of a run, and where in the SQL the text that ran begins. */
interface Ran {
  problem: Problem;
  start: number;
}

export function SqlPane({ editing, schema, described, view, values, result }: Props) {
  const { content, used } = editing;
  const { sql, source } = content;
  const runner = useRef<(() => void) | null>(null);
  const [selected, setSelected] = useState<Span>({ from: 0, to: 0 });
  const [ran, setRan] = useState<Ran | null>(null);
  const isSelection = sql.slice(selected.from, selected.to).trim() !== '';
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
      <SqlState
        problem={ran?.problem ?? problem}
        linesBefore={sql.slice(0, ran?.start ?? 0).split('\n').length - 1}
        known={described.last !== null && isDescribed}
      />
      <AdviceNotes {...{ sql, schema, view }} parameters={used} />
      <TryPane
        {...{ result, runner }}
        looks={content}
        request={{
          ...{ sql, source, parameters: used, values },
          part: isSelection ? selected : null,
        }}
        onProblem={(failed) =>
          setRan(failed && { problem: failed, start: isSelection ? selected.from : 0 })
        }
        onBringBack={(tried) => {
          replaceText(view.current, tried.sql);
          view.current?.focus();
        }}
      />
    </div>
  );
}

function markOf(sql: string, problem: Problem | null, ran: Ran | null): Mark | null {
  const shown = ran?.problem ?? problem;
  const span = shown && spanOf(shown, sql, ran?.start ?? 0);
  return shown && span ? { ...span, message: shown.message } : null;
}

// More than a person reads at once.
const toldAtOnce = 3;

interface AdviceProps {
  sql: string;
  schema: SourceSchema | null;
  parameters: Parameter[];
  view: { current: EditorView | null };
}

/** What the text almost says, each with a button that writes what is meant. */
function AdviceNotes({ sql, schema, parameters, view }: AdviceProps) {
  const advice = useMemo(
    () => adviceOn(sql, { parameters, hasTime: (column) => hasTime(schema, column) }),
    [sql, schema, parameters],
  );
  return (
    <div class="advice" role="status">
      {advice.slice(0, toldAtOnce).map(({ says, changes }) => (
        <div class="note" key={says}>
          <p class="grow">{says}</p>
          {changes.length > 0 && (
            <button
              type="button"
              class="button compact"
              onClick={() => view.current?.dispatch({ changes: changes.map(asInsertion) })}
            >
              Write it so
            </button>
          )}
        </div>
      ))}
    </div>
  );
}

const asInsertion = ({ from, to, text }: Change) => ({ from, to, insert: text });

function hasTime(schema: SourceSchema | null, column: string): boolean {
  const named = (schema?.tables ?? []).flatMap(({ columns }) =>
    columns.filter(({ name }) => name === column),
  );
  return named.length > 0 && named.every(({ type }) => type.startsWith('timestamp'));
}

/** Whether the database accepts the text, in a line that is always there. */
interface StateProps {
  problem: Problem | null;
  /** How many lines stand above the text that was run. */
  linesBefore: number;
  known: boolean;
}

function SqlState({ problem, linesBefore, known }: StateProps) {
  const { line, column } = problem?.extras ?? {};
  return (
    <p class={problem ? 'sql-state tone bad' : 'sql-state quiet'} role="status">
      {problem && (
        <>
          <Icon name="bad" />
          {typeof line === 'number' &&
            `Line ${line + linesBefore}${typeof column === 'number' ? `, column ${column}` : ''}: `}
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
