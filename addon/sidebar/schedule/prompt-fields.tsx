// What people do that has a linked range refreshed: the choices, and the line at the range that says so.
import { Icon } from '../../../ui/icon.tsx';
import type { LinkedRangeView, Prompt } from '../../sidebar-functions.ts';

interface Props {
  range: LinkedRangeView;
  on: readonly Prompt[];
  onChange: (on: Prompt[]) => void;
}

export function PromptFields({ range, on, onChange }: Props) {
  const cells = cellsOf(range);
  const toggle = (prompt: Prompt, wanted: boolean) => {
    const others = on.filter((one) => one !== prompt);
    onChange(wanted ? [...others, prompt] : others);
  };
  const box = (prompt: Prompt) => (
    <input
      type="checkbox"
      checked={on.includes(prompt)}
      disabled={prompt === 'edit' && cells.length === 0 && !on.includes('edit')}
      onChange={(event) => toggle(prompt, event.currentTarget.checked)}
    />
  );
  return (
    <fieldset>
      <legend class="field-label">Also refresh</legend>
      <label class="check">
        {box('open')}
        <span>
          When somebody opens this spreadsheet
          <span class="field-hint block">At most every five minutes.</span>
        </span>
      </label>
      <label class="check">
        {box('edit')}
        <span>
          {cells.length > 0 ? `When ${listed(cells)} is edited` : 'When a cell is edited'}
          <span class="field-hint block">
            {cells.length > 0
              ? 'Within seconds.'
              : 'For that, one of its values has to come from a cell.'}
          </span>
        </span>
      </label>
      {on.length > 0 && <p class="field-hint">{asWhom(range.prompts)}</p>}
    </fieldset>
  );
}

/** At the range's card: when it is refreshed besides its schedule, and as whom. */
export function PromptLine({ range }: { range: LinkedRangeView }) {
  const { prompts } = range;
  if (!prompts) return null;
  const when = [
    ...(prompts.on.includes('open') ? ['the spreadsheet is opened'] : []),
    ...(prompts.on.includes('edit') ? [`${listed(cellsOf(range)) || 'its cell'} is edited`] : []),
  ];
  return (
    <p class="freshness quiet">
      <Icon name="refresh" /> Refreshes when {when.join(' or ')}, as{' '}
      {prompts.mine ? 'you' : prompts.owner}.
    </p>
  );
}

function asWhom(prompts: LinkedRangeView['prompts']): string {
  const whoever = 'with your rights, whoever opens or edits';
  if (!prompts || prompts.mine) return `It runs as you, ${whoever}.`;
  return `It runs as ${prompts.owner} now. If you save, it runs as you, ${whoever}.`;
}

function cellsOf({ values }: LinkedRangeView): string[] {
  return Object.values(values).flatMap((one) => (one.from === 'cell' ? [one.place] : []));
}

function listed(cells: readonly string[]): string {
  return [...new Set(cells)].join(' or ');
}
