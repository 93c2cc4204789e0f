// What the next comment is about: the whole, or the row of the cell that is selected in the sheet, or that cell.
import { useState } from 'preact/hooks';
import type { Problem } from '../../../domain/problem.ts';
import { rowWords } from '../../../ui/comments/row-key.ts';
import { WHOLE, type Target } from '../../../ui/comments/target.ts';
import { Icon } from '../../../ui/icon.tsx';
import { problemOf } from '../../../ui/loaded.ts';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { call } from '../server.ts';

interface Props {
  range: string;
  target: Target;
  setTarget: (target: Target) => void;
}

export function SelectedTarget({ range, target, setTarget }: Props) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = () => {
    setProblem(null);
    call('selectedRow', { range }).then(setTarget, (error) => setProblem(problemOf(error)));
  };
  const { row, column } = target;
  return (
    <div class="stack small-gap">
      {row !== null && (
        <p class="row wrap" role="status">
          <span class="badge">
            <Icon name={column === null ? 'table' : 'cell'} />
            {rowWords(row)}
            {column !== null && `, ${column}`}
          </span>
        </p>
      )}
      {problem && <ProblemNote problem={problem} takeFocus />}
      <div class="row wrap">
        <button type="button" class="plain-button" onClick={take}>
          {row === null ? 'About the selected cell' : 'Take the selected cell'}
        </button>
        {column !== null && (
          <button
            type="button"
            class="plain-button"
            onClick={() => setTarget({ row, column: null })}
          >
            About the whole row
          </button>
        )}
        {row !== null && (
          <button type="button" class="plain-button" onClick={() => setTarget(WHOLE)}>
            About the whole
          </button>
        )}
      </div>
    </div>
  );
}
