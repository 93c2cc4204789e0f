// The star beside a query's title.
import { Icon } from '../../ui/icon.tsx';
import { useFavourite } from './favourites.ts';

interface Props {
  slug: string;
  title: string;
  /** Whether it was a favourite when the page was loaded. */
  known: boolean;
}

export function FavouriteStar({ slug, title, known }: Props) {
  const [on, toggle] = useFavourite(slug, known);
  return (
    <button
      type="button"
      class="icon-button"
      aria-pressed={on}
      aria-label={`Favourite: ${title}`}
      title={on ? 'A favourite: listed first' : 'Make it a favourite, listed first'}
      onClick={toggle}
    >
      <Icon name="star" />
    </button>
  );
}
