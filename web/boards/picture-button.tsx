// Saves a board as a picture.
import { useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { saveFile } from '../controls/save-file.ts';
import { pictureOf } from './board-picture.ts';

interface Props {
  name: string;
  place: { current: HTMLElement | null };
}

export function PictureButton({ name, place }: Props) {
  const [hasFailed, setFailed] = useState(false);
  const save = () => {
    const board = place.current;
    if (board === null) return;
    setFailed(false);
    pictureOf(board).then(
      (file) => saveFile(file, `${name}.png`),
      () => setFailed(true),
    );
  };
  return (
    <>
      <button type="button" class="button compact" onClick={save}>
        <Icon name="download" />
        PNG
      </button>
      {hasFailed && (
        <p class="tone warn small" role="status">
          This browser makes no picture of a page. Print it, or take a picture of the screen.
        </p>
      )}
    </>
  );
}
