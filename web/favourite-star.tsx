// The star beside a query's title.
import { Icon } from '../ui/icon.tsx';

interface Props {
  title: string;
  on: boolean;
  onToggle: () => void;
}

export function FavouriteStar({ title, on, onToggle }: Props) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-pressed={on}
      aria-label={`Favourite: ${title}`}
      title={on ? 'A favourite: listed first' : 'Make it a favourite, listed first'}
      onClick={onToggle}
    >
      <Icon name="star" />
    </button>
  );
}
