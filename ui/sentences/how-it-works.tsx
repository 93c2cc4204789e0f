// "How this query works": each part of its SQL in colour, and beside it what it does in a sentence.
import { useState } from 'preact/hooks';
import type { Mark, Part, Sentences, Word } from '../../domain/contract/teaching/sentences.ts';
import { useLoaded } from '../loaded.ts';
import { ProblemNote } from '../problem-note.tsx';
import { TablesInWords, type WordsProps } from './tables-in-words.tsx';
import { colouredPieces, stretchesOf, type Stretch } from './coloured.ts';

interface Props {
  /** What tells one query, and one version of it, from others. */
  of: string;
  read: () => Promise<Sentences>;
  /** What its tables and columns mean. */
  tables: WordsProps;
}

export function HowItWorks(props: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <details class="how" onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>How this query works</summary>
      {opened && <Told {...props} />}
    </details>
  );
}

function Told({ of, read, tables }: Props) {
  const [told, again] = useLoaded(of, read);
  if (told.state === 'loading') {
    return (
      <div class="stack" role="status" aria-label="Loading">
        <i class="shape" style={{ height: '120px' }} />
      </div>
    );
  }
  if (told.state === 'failed') {
    return <ProblemNote problem={told.problem} action={{ label: 'Try again', run: again }} />;
  }
  return (
    <>
      <Parts told={told.value} />
      <TablesInWords {...tables} />
    </>
  );
}

function Parts({ told: { sql, marks, parts } }: { told: Sentences }) {
  if (parts.length === 0) {
    return <p class="quiet">This query is not told in sentences. Its SQL stands below.</p>;
  }
  return (
    <ol class="how-parts" aria-label="Parts of the query">
      {parts.map((part, index) => (
        <li key={index} style={{ '--depth': Math.min(part.depth, 4) }}>
          <Sentence part={part} />
          <code class="how-sql">
            <Coloured sql={sql} marks={marks} stretches={stretchesOf(parts, index)} />
          </code>
        </li>
      ))}
    </ol>
  );
}

function Sentence({ part: { words } }: { part: Part }) {
  if (words === null) return <p class="quiet">What this does takes more than a sentence.</p>;
  return (
    <p>
      {words.map((word, index) => (
        <WordOf key={index} word={word} isFirst={index === 0} />
      ))}
    </p>
  );
}

function WordOf({ word: { kind, text }, isFirst }: { word: Word; isFirst: boolean }) {
  if (kind !== 'plain') return <code class={`how-${kind}`}>{text}</code>;
  return <>{isFirst ? text.charAt(0).toUpperCase() + text.slice(1) : text}</>;
}

interface ColouredProps {
  sql: string;
  marks: readonly Mark[];
  stretches: readonly Stretch[];
}

function Coloured({ sql, marks, stretches }: ColouredProps) {
  return (
    <>
      {stretches.map((stretch, at) => (
        <span key={at}>
          {at > 0 && <span class="quiet"> … </span>}
          {colouredPieces(sql, marks, stretch).map(({ text, kind }, index) =>
            kind === null ? (
              text
            ) : (
              <span key={index} class={`sql-${kind}`}>
                {text}
              </span>
            ),
          )}
        </span>
      ))}
    </>
  );
}
