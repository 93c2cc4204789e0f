// The result as a file: CSV and JSON of any size as they come; an Excel workbook, or why there can be none.
import { useState } from 'preact/hooks';
import type { Problem } from '../../domain/problem.ts';
import { Icon } from '../../ui/icon.tsx';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { saveFile } from '../controls/save-file.ts';
import { askFile } from '../frame/ask.ts';

export interface Addresses {
  CSV: string;
  JSON: string;
  XLSX: string;
}

interface Props {
  /** The files' name, without its ending. */
  name: string;
  addresses: Addresses;
}

export function Downloads({ name, addresses }: Props) {
  const [making, setMaking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // A browser would not say why a file failed. A workbook fits into memory, for Excel must hold it too.
  const makeWorkbook = () => {
    setMaking(true);
    setProblem(null);
    askFile(addresses.XLSX)
      .then(
        (file) => saveFile(file, `${name}.xlsx`),
        (error) => setProblem(problemOf(error)),
      )
      .finally(() => setMaking(false));
  };
  return (
    <>
      <div class="downloads" role="group" aria-label="Download">
        <Icon name="download" />
        <a href={addresses.CSV} download={`${name}.csv`}>
          CSV
        </a>
        <a href={addresses.JSON} download={`${name}.json`}>
          JSON
        </a>
        <a
          href={addresses.XLSX}
          download={`${name}.xlsx`}
          aria-busy={making}
          onClick={(event) => {
            event.preventDefault();
            if (!making) makeWorkbook();
          }}
        >
          {making ? 'Making…' : 'XLSX'}
        </a>
      </div>
      {problem && (
        <div class="whole-line">
          <ProblemNote problem={problem} takeFocus />
        </div>
      )}
    </>
  );
}
