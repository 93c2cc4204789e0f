// The form in which the words of a table are written: of the table, and of each column with its values.
import { useState } from 'preact/hooks';
import type { Table } from '../../domain/contract/schema.ts';
import type { TableWordsView } from '../../domain/contract/teaching/data-words.ts';
import { Problem } from '../../domain/problem.ts';
import { TextField } from '../../ui/fields/text-field.tsx';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';
import { ColumnFields } from './column-fields.tsx';
import { GoneColumns } from './gone-columns.tsx';
import { MeaningField } from './meaning-field.tsx';
import { columnIn, sentWords, together, withColumn, type NamedTable } from './words-draft.ts';

interface Props {
  named: NamedTable;
  view: TableWordsView;
  table: Table;
  onSaved: () => void;
}

export function WordsForm({ named, view, table, onSaved }: Props) {
  const { words, setWords, problem, isBusy, save } = useWriting({ named, view, onSaved });
  return (
    <form
      class="words-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <MeaningField
        label="What a row of it is"
        text={words.means}
        comment={table.comment}
        onChange={(means) => setWords({ ...words, means })}
      />
      <div class="words-pair">
        <TextField
          label="Who is asked about it"
          text={words.owner}
          placeholder="A team, or an address"
          maxLength={200}
          onChange={(owner) => setWords({ ...words, owner })}
        />
        <TextField
          label="How new its rows are"
          text={words.fresh}
          placeholder="Such as: loaded each night at three"
          maxLength={200}
          onChange={(fresh) => setWords({ ...words, fresh })}
        />
      </div>
      <h2>Its columns</h2>
      <GoneColumns {...{ words, table }} onChange={setWords} />
      <ul class="plain-list">
        {table.columns.map((column) => (
          <ColumnFields
            key={column.name}
            column={column}
            words={columnIn(words, column.name)}
            onChange={(changed) => setWords(withColumn(words, changed))}
          />
        ))}
      </ul>
      {problem && <ProblemNote problem={problem} takeFocus />}
      <div class="words-end">
        <button type="submit" class="button primary" disabled={isBusy}>
          {isBusy ? 'Saving…' : 'Save'}
        </button>
      </div>
    </form>
  );
}

/** The draft; where somebody else wrote meanwhile it has their words too, and is saved by the next try. */
function useWriting({ named, view, onSaved }: Pick<Props, 'named' | 'view' | 'onSaved'>) {
  const { source, schema, table } = named;
  const [read, setRead] = useState({ version: view.version, words: view.words });
  const [words, setWords] = useState(view.words);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const params = { name: source, schema, table };
  const takeTheirs = async () => {
    const { version, words: theirs } = await ask('GET tableWords', { params });
    setWords(together(read.words, { mine: words, theirs }));
    setRead({ version, words: theirs });
    const detail =
      'Somebody else wrote in the meantime. What they wrote stands in the form now, beside yours: look at it, and save again.';
    setProblem(new Problem('conflict', detail));
  };
  const save = async () => {
    setBusy(true);
    setProblem(null);
    const headers = { 'If-Match': `"${read.version}"` };
    try {
      await ask('PUT tableWords', { params, body: sentWords(words), headers });
      onSaved();
    } catch (error) {
      const met = problemOf(error);
      if (met.code === 'conflict') await takeTheirs().catch((late) => setProblem(problemOf(late)));
      else setProblem(met);
    } finally {
      setBusy(false);
    }
  };
  return { words, setWords, problem, isBusy, save };
}
