// Share links of a query's result.
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Entries } from '../../ui/entries.ts';
import { ask } from '../frame/ask.ts';
import type { WantedLink } from './new-link.tsx';
import { ShareDialog, type MadeLink } from './share-dialog.tsx';

interface Props {
  query: SavedQuery;
  entries: Entries;
  onClose: () => void;
}

export function ShareQuery({ query: { slug, parameters }, entries, onClose }: Props) {
  const params = { slug };
  return (
    <ShareDialog
      {...{ slug, parameters, entries, onClose }}
      shows="this query’s result"
      list={() => ask('GET links', { params })}
      make={(link) => made(slug, link)}
    />
  );
}

async function made(slug: string, link: WantedLink): Promise<MadeLink> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const body = { ...link, timeZone };
  const created = await ask('POST links', { params: { slug }, body });
  const { name, url, csvUrl, jsonUrl, importData } = created;
  return {
    name,
    lines: [
      ['Page', url],
      ['CSV', csvUrl],
      ['JSON', jsonUrl],
      ['Formula for a cell', importData],
      ['In a page of another site', embedOf(url)],
    ],
  };
}

// What it takes besides stands in docs/api.md.
const embedOf = (url: string) =>
  `<script src="${new URL('/embed.js', url).href}" crossorigin="anonymous" data-link="${url}"></script>`;
