// A table of the explorer, unfolded: what it means, what stands in it, where its keys lead, and who uses it.
import { useState } from 'preact/hooks';
import type { Table } from '../../../domain/contract/schema.ts';
import { routes } from '../../../domain/routes.ts';
import { countWords } from '../../../ui/age.ts';
import { sqlName } from '../sql/sql-name.ts';
import { MOST_VALUES, SAMPLE_ROWS, sampleSql, valuesSql } from './look-sql.ts';
import { RowsDialog } from './rows-dialog.tsx';
import { idOf, idOfReferred, referredTable, type KeyTo } from './table-names.ts';
import { UsedBy } from './used-by.tsx';

interface Props {
  table: Table;
  source: string;
  /** All of the source's, among which keys lead. */
  tables: readonly Table[];
  /** As it is written in SQL. */
  name: string;
  keysTo: readonly KeyTo[];
  open: boolean;
  onToggle: (open: boolean) => void;
  onInsert: (name: string) => void;
  onFollow: (table: Table) => void;
}

export function TableFold(props: Props) {
  const { table, name, open, onToggle } = props;
  return (
    <details
      class="table-fold"
      open={open}
      onToggle={(event) => onToggle(event.currentTarget.open)}
    >
      <summary title={rowsWords(table)}>
        <b>{name}</b>
        {table.kind === 'view' && <span class="quiet"> view</span>}
      </summary>
      {open && <Unfolded {...props} />}
    </details>
  );
}

const rowsWords = ({ rows }: Table) =>
  rows === null ? '' : `about ${countWords(Math.round(rows), 'row')}`;

type Column = Table['columns'][number];

// Sheet tables say what they are where they are published.
function TableWords({ table, source }: { table: Table; source: string }) {
  const { schema, name, owner, fresh } = table;
  return (
    <>
      <Comment {...table} />
      <p class="quiet small">
        {[rowsWords(table), owner && `ask ${owner}`, fresh].filter(Boolean).join('; ')}
      </p>
      {schema !== 'sheet' && (
        <p class="small">
          <a href={routes.tableWordsPage(source, schema, name)} target="_blank" rel="noopener">
            Write what it means
          </a>
        </p>
      )}
    </>
  );
}

/** What a table or a column means; the database's own comment is named as that. */
function Comment({ comment, commentBy }: Pick<Table, 'comment' | 'commentBy'>) {
  if (!comment) return null;
  return (
    <p class="quiet small said-of">
      {comment}
      {commentBy !== 'people' && <i> (the database’s comment)</i>}
    </p>
  );
}

/** What is looked at in a dialog: some rows, or the values of a column. */
type Looked = { kind: 'rows' } | { kind: 'values'; column: Column };

function Unfolded({ table, source, tables, name, keysTo, onInsert, onFollow }: Props) {
  const [looked, setLooked] = useState<Looked | null>(null);
  return (
    <>
      <TableWords {...{ table, source }} />
      <p class="row wrap small">
        <button type="button" class="plain-button" onClick={() => onInsert(name)}>
          Write “{name}”
        </button>
        <button
          type="button"
          class="plain-button"
          aria-label={`Ten rows of ${name}`}
          onClick={() => setLooked({ kind: 'rows' })}
        >
          Ten rows
        </button>
      </p>
      <ul>
        {table.columns.map((column) => (
          <ColumnLine
            key={column.name}
            {...{ column, tables, onInsert, onFollow }}
            onValues={() => setLooked({ kind: 'values', column })}
          />
        ))}
      </ul>
      <WideKeys {...{ table, tables, onFollow }} />
      <KeysTo keys={keysTo} onFollow={onFollow} />
      <UsedBy {...{ source, table }} />
      {looked && <Look {...{ looked, table, source, name }} onClose={() => setLooked(null)} />}
    </>
  );
}

interface LineProps {
  column: Column;
  tables: readonly Table[];
  onInsert: (name: string) => void;
  onFollow: (table: Table) => void;
  onValues: () => void;
}

function ColumnLine({ column, tables, onInsert, onFollow, onValues }: LineProps) {
  const { name, type, isKey, references, valueWords = [] } = column;
  const to = references === null ? undefined : referredTable(references, tables);
  const toWords = references?.replace(/^public\./, '');
  return (
    <li class="column-line">
      <button type="button" class="plain-button" onClick={() => onInsert(sqlName(name))}>
        <code>{name}</code>
      </button>
      <span class="quiet small">
        {type}
        {isKey && ', key'}
        {toWords && !to && ` → ${toWords}`}
      </span>
      {to && (
        <button type="button" class="plain-button small" onClick={() => onFollow(to)}>
          → {toWords}
        </button>
      )}
      <button
        type="button"
        class="plain-button small"
        aria-label={`Values of ${name}`}
        onClick={onValues}
      >
        Values
      </button>
      <Comment {...column} />
      {valueWords.map(({ value, means }) => (
        <p key={value} class="quiet small said-of">
          <code>{value}</code> {means}
        </p>
      ))}
    </li>
  );
}

type WideKeysProps = Pick<LineProps, 'tables' | 'onFollow'> & { table: Table };

/** The keys that no column is alone: each leads to its table. */
function WideKeys({ table, tables, onFollow }: WideKeysProps) {
  if (table.wideKeys.length === 0) return null;
  return (
    <ul class="table-part small" aria-label="Keys of several columns">
      {table.wideKeys.map((key) => {
        const to = tables.find((each) => idOf(each) === idOfReferred(key));
        const words = `→ ${key.table}.${columnsWords(key.to)}`;
        return (
          <li>
            <code>{columnsWords(key.columns)}</code>{' '}
            {to ? (
              <button type="button" class="plain-button" onClick={() => onFollow(to)}>
                {words}
              </button>
            ) : (
              <span class="quiet">{words}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

const columnsWords = (columns: string[]) =>
  columns.length === 1 ? (columns[0] ?? '') : `(${columns.join(', ')})`;

function KeysTo({ keys, onFollow }: { keys: readonly KeyTo[]; onFollow: (table: Table) => void }) {
  if (keys.length === 0) return null;
  return (
    <div class="table-part small">
      <p class="quiet">Referred to by</p>
      <p class="row wrap">
        {keys.map(({ table, columns }) => (
          <button type="button" class="plain-button" onClick={() => onFollow(table)}>
            {table.name}.{columnsWords(columns)}
          </button>
        ))}
      </p>
    </div>
  );
}

interface LookProps {
  looked: Looked;
  table: Table;
  source: string;
  name: string;
  onClose: () => void;
}

function Look({ looked, table, source, name, onClose }: LookProps) {
  if (looked.kind === 'rows') {
    const sql = sampleSql(table);
    return (
      <RowsDialog
        {...{ source, sql, onClose }}
        title={`Rows of ${name}`}
        full={`The first ${SAMPLE_ROWS} that the database came upon.`}
        most={SAMPLE_ROWS}
      />
    );
  }
  const { column } = looked;
  return (
    <RowsDialog
      {...{ source, onClose }}
      sql={valuesSql(table, column)}
      title={`Values of ${name}.${column.name}`}
      full={`The ${MOST_VALUES} most frequent ones; there may be others.`}
      most={MOST_VALUES}
    />
  );
}
