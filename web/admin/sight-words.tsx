// Why somebody sees something, or does not, in words.
import type { ToldSight } from '../../domain/contract/operation/who-sees.ts';
import { Icon } from '../../ui/icon.tsx';

export function SightWords({ sight }: { sight: ToldSight }) {
  return (
    <span class={sight.sees ? 'tone' : 'tone quiet'}>
      <Icon name={sight.sees ? 'good' : 'close'} />
      <span>
        <span class="unseen">{sight.sees ? 'Sees it: ' : 'Does not see it: '}</span>
        {wordsOf(sight)}
      </span>
    </span>
  );
}

function wordsOf({ why, what }: ToldSight): string {
  switch (why) {
    case 'owner':
      return 'owns it';
    case 'everybody':
      return 'open to everybody';
    case 'named':
      return 'named';
    case 'group':
      return `in ${what ?? 'a group'}`;
    case 'admin':
      return 'admin';
    case 'query':
      return `sees “${what ?? ''}” on it`;
    case 'draft':
      return 'a draft, for authors';
    case 'source':
      return `may not run on ${what ?? 'its source'}`;
    case 'not_open':
      return 'not among those it is open to';
    case 'kept':
      return 'its owner keeps it';
    case 'original':
      return 'does not see what it selects from';
    case 'queries':
      return 'sees no query on it';
  }
}
