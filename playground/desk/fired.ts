// What people did that installable triggers are told of, kept until each of these has run.
import type { Edit } from '../protocol.ts';
import type { SavedTrigger } from '../simulator/script/google-state.ts';
import type { Edited, PersonsAct } from '../simulator/script/person-acts.ts';
import { areaAt, type Area } from '../simulator/workbook/area.ts';
import { pasteArea, sizeOfText } from '../simulator/workbook/clipboard.ts';
import type { Workbook } from '../simulator/workbook/workbook.ts';
import { rectangle } from './edits/deed.ts';

interface Waiting {
  trigger: SavedTrigger;
  act: PersonsAct;
}

export class Fired {
  private waiting: Waiting[] = [];

  /** Says whether anything is to run. */
  add(act: PersonsAct, triggers: readonly SavedTrigger[]): boolean {
    this.waiting.push(...triggers.map((trigger) => ({ trigger, act })));
    return triggers.length > 0;
  }

  /** One that fails is the add-on's to record, as with Google. */
  runNext(run: (fired: Waiting) => void): void {
    const next = this.waiting.shift();
    if (!next) return;
    try {
      run(next);
    } catch (error) {
      console.error('A trigger of the add-on failed:', error);
    }
  }

  get isDone(): boolean {
    return this.waiting.length === 0;
  }

  forget(): void {
    this.waiting = [];
  }
}

/** Does the edit, and gives what edit triggers are told of it; null where it changed no values. */
export function edited(
  workbook: Workbook,
  edit: Edit,
  { who, doIt }: { who: string; doIt: () => void },
): Edited | null {
  const cells = cellsOf(edit);
  const shown = () =>
    cells && isOne(cells)
      ? workbook.cell(cells.sheetId, cells.area.top, cells.area.left).input
      : '';
  const before = shown();
  doIt();
  if (!cells) return null;
  const act: Edited = { did: 'edit', who, ...cells };
  // What was pasted or filled comes without its values.
  const isTyped = isOne(cells) && (edit.do === 'type' || edit.do === 'clear');
  return isTyped ? { ...act, typed: { value: shown(), before } } : act;
}

type Cells = Pick<Edited, 'sheetId' | 'area'>;

const isOne = ({ area }: Cells) => area.top === area.bottom && area.left === area.right;

// "When a user modifies a value" (guides/triggers): formats, notes, rows and tabs are a change trigger's, as are sorting
// and undoing, of which Google does not say that they are edits.
function cellsOf(edit: Edit): Cells | null {
  const area = editedArea(edit);
  return area && 'tab' in edit ? { sheetId: edit.tab, area } : null;
}

function editedArea(edit: Edit): Area | null {
  if (edit.do === 'type') return areaAt(edit.row, edit.column);
  if (edit.do === 'fill') return rectangle(edit.to);
  if (edit.do === 'repeat' || (edit.do === 'clear' && edit.what === 'contents')) {
    return rectangle(edit.area);
  }
  const isPaste = edit.do === 'paste' || (edit.do === 'pasteCells' && edit.part !== 'formats');
  return isPaste ? pasteArea(rectangle(edit.area), sizeOfText(edit.text)) : null;
}
