// Share links of a board, as it stands with the values in the address.
import type { Board } from '../../domain/contract/board.ts';
import { entriesFromSearch } from '../../ui/entries.ts';
import { ask } from '../frame/ask.ts';
import type { WantedLink } from '../links/new-link.tsx';
import { ShareDialog, type MadeLink } from '../links/share-dialog.tsx';

interface Props {
  board: Board;
  search: string;
  onClose: () => void;
}

export function ShareBoard({ board: { slug, parameters }, search, onClose }: Props) {
  const entries = entriesFromSearch(parameters, new URLSearchParams(search));
  return (
    <ShareDialog
      {...{ slug, parameters, entries, onClose }}
      shows="this board, as far as you may share its queries,"
      list={() => ask('GET boardLinks', { params: { slug } })}
      make={(link) => made(slug, link)}
    />
  );
}

async function made(slug: string, body: WantedLink): Promise<MadeLink> {
  const { name, url } = await ask('POST boardLinks', { params: { slug }, body });
  return {
    name,
    lines: [
      ['Page', url],
      ['In a page of another site', frameOf(url)],
    ],
  };
}

const frameOf = (url: string) =>
  `<iframe src="${url}" title="Board" width="100%" height="800" style="border: 0"></iframe>`;
