// The difference between two texts: what went and what came, with the lines around; long stretches that stayed are folded.
import { countWords } from '../../ui/age.ts';
import { lineDiff, type DiffLine } from './line-diff.ts';

const around = 3;

export function DiffView({ before, after }: { before: string; after: string }) {
  const diff = lineDiff(before, after);
  if (diff.every(({ kind }) => kind === 'same')) return <p class="quiet">They are the same.</p>;
  return (
    <div class="diff" role="region" aria-label="Difference" tabIndex={0}>
      {partsOf(diff).map((part) =>
        part.hidden > 0 ? (
          <p class="diff-gap">{countWords(part.hidden, 'line')} unchanged</p>
        ) : (
          part.lines.map((line) => <Line line={line} />)
        ),
      )}
    </div>
  );
}

const signs = { same: ' ', removed: '−', added: '+' };
const words = { same: '', removed: 'removed: ', added: 'added: ' };

function Line({ line: { kind, text } }: { line: DiffLine }) {
  return (
    <div class={`diff-line ${kind}`}>
      <span aria-hidden="true">{signs[kind]}</span>
      <code>
        {kind !== 'same' && <span class="unseen">{words[kind]}</span>}
        {text}
      </code>
    </div>
  );
}

interface Part {
  lines: DiffLine[];
  hidden: number;
}

function partsOf(diff: DiffLine[]): Part[] {
  const near = diff.map((_, index) =>
    diff.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'),
  );
  const parts: Part[] = [];
  diff.forEach((line, index) => {
    const last = parts.at(-1);
    const isHidden = near[index] === false;
    const fits = last && last.hidden > 0 === isHidden;
    const part = fits ? last : { lines: [], hidden: 0 };
    if (!fits) parts.push(part);
    if (isHidden) part.hidden++;
    else part.lines.push(line);
  });
  return parts;
}
