// Keeps the result on the screen as sent: frozen for good, with the day and the purpose.
import { useState } from 'preact/hooks';
import type { Query } from '../../domain/contract/query.ts';
import type { Result } from '../../domain/contract/result.ts';
import { routes } from '../../domain/routes.ts';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { countWords } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { isSaid, SentFields, today } from '../../ui/sent-fields.tsx';
import { ask } from '../frame/ask.ts';

interface Props {
  query: Query;
  result: Result;
  /** Places of the rows on the screen; null: all. */
  rowsOf: () => number[] | null;
}

interface Kept {
  frozen: string;
  words: string;
}

export function KeepAsSent(props: Props) {
  return <Keep key={props.result.run} {...props} />;
}

function Keep({ query, result, rowsOf }: Props) {
  // Of the moment in which the dialog was opened.
  const [rows, setRows] = useState<{ places: number[] | null } | null>(null);
  const [kept, setKept] = useState<Kept | null>(null);
  return (
    <>
      <button
        type="button"
        class="button compact"
        onClick={() => setRows({ places: rowsOf() })}
        disabled={result.rowCount === 0}
      >
        <Icon name="good" />
        Keep as sent
      </button>
      {kept && (
        <p class="whole-line" role="status">
          Kept as sent: {kept.words}. <a href={routes.frozenPage(kept.frozen)}>Who stood in it</a>{' '}
          stays, and the next result says so.
        </p>
      )}
      {rows && (
        <KeepDialog
          {...{ query, result, places: rows.places }}
          onClose={() => setRows(null)}
          onKept={(done) => {
            setRows(null);
            setKept(done);
          }}
        />
      )}
    </>
  );
}

interface DialogProps {
  query: Query;
  result: Result;
  places: number[] | null;
  onClose: () => void;
  onKept: (kept: Kept) => void;
}

function KeepDialog({ query, result, places, onClose, onKept }: DialogProps) {
  const [said, setSaid] = useState({ purpose: '', sentOn: today() });
  const count = countWords(places?.length ?? result.rowCount, 'row');
  const keep = async () => {
    const { id: frozen } = await ask('POST freeze', { params: { run: result.run } });
    const rows = places === null ? {} : { rows: places };
    const body = { frozen, purpose: said.purpose, sentOn: said.sentOn, ...rows };
    const list = await ask('POST sentLists', { body });
    onKept({ frozen, words: `${list.purpose} on ${list.sentOn}, ${count}` });
  };
  const isNothing = places?.length === 0;
  return (
    <ActionDialog
      title="Keep as sent"
      action={{ label: 'Keep as sent', run: keep, disabled: !isSaid(said) || isNothing }}
      onClose={onClose}
    >
      <p>{wordsOf(result, places, count)}</p>
      <SentFields {...said} onChange={(part) => setSaid({ ...said, ...part })} />
      {query.key === undefined || query.key.length === 0 ? (
        <p class="note warn">
          <Icon name="warn" />
          <span>
            The author of this query has not said which columns name a row (its key), so the next
            result cannot tell who was told. The list is kept all the same.
          </span>
        </p>
      ) : (
        <p class="quiet">
          The next results say who was told, by {query.key.join(' and ')}: here, and in sheets that
          ask for it.
        </p>
      )}
    </ActionDialog>
  );
}

function wordsOf({ rowCount }: Result, places: number[] | null, count: string): string {
  if (places?.length === 0) return 'There is no row on the screen to keep.';
  if (places === null) return `All ${count} are kept as they are, with the day and the purpose.`;
  return `The ${count} on the screen, of ${rowCount}, are kept as they are, with the day and the purpose.`;
}
