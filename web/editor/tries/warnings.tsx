// What to mind of a plan, a sentence each.
import { Icon } from '../../../ui/icon.tsx';

export function Warnings({ sentences }: { sentences: string[] }) {
  return (
    <ul class="warnings">
      {sentences.map((sentence) => (
        <li>
          <Icon name="warn" />
          {sentence}
        </li>
      ))}
    </ul>
  );
}
