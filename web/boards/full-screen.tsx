// Shows a board on the whole screen, for a wall.
import { Icon } from '../../ui/icon.tsx';

export function FullScreenButton({ place }: { place: { current: HTMLDivElement | null } }) {
  return (
    <button
      type="button"
      class="button compact"
      onClick={() => void place.current?.requestFullscreen().catch(() => undefined)}
    >
      <Icon name="goTo" />
      Full screen
    </button>
  );
}
