// What stands between an author and a saved query: what would break, and what somebody else saved meanwhile.
import type { Impact } from '../../domain/contract/dependent.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import { countWords } from '../../ui/age.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogEnd } from '../../ui/dialog-end.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { DiffView } from '../history/diff-view.tsx';
import { contentOf, type DraftContent } from './draft.ts';
import { openedText } from './about/open-fields.tsx';

/** What a conflict tells of the version that is there. */
export type Theirs = Pick<
  SavedQuery,
  'slug' | 'version' | 'updatedAt' | 'savedBy' | keyof DraftContent
>;

/** Whether a change would be noticed by anybody. */
export function breaksSomething({ changes, ranges, links, queries, ...hidden }: Impact): boolean {
  const touched = ranges.length + links.length + queries.length;
  return (
    changes.some(({ breaks }) => breaks) && touched + hidden.hiddenRanges + hidden.hiddenLinks > 0
  );
}

interface ImpactProps {
  impact: Impact;
  onAnswer: (yes: boolean) => void;
}

export function ImpactDialog({ impact, onAnswer }: ImpactProps) {
  const { changes, ranges, hiddenRanges, links, hiddenLinks, queries } = impact;
  return (
    <Dialog title="This change breaks something" onClose={() => onAnswer(false)}>
      <div class="stack">
        <ul class="named">
          {changes
            .filter(({ breaks }) => breaks)
            .map(({ sentence }) => (
              <li>{sentence}</li>
            ))}
        </ul>
        <p>Whoever uses the query like this will notice:</p>
        <ul class="named">
          {ranges.map(({ spreadsheet, tab, linkedBy }) => (
            <li>
              The linked range in “{spreadsheet.name}”, tab {tab}, by {linkedBy.name}
            </li>
          ))}
          {hiddenRanges > 0 && <li>{countWords(hiddenRanges, 'linked range')} of others</li>}
          {links.map(({ name }) => (
            <li>The share link “{name}”</li>
          ))}
          {hiddenLinks > 0 && <li>{countWords(hiddenLinks, 'share link')} of others</li>}
          {queries.map(({ title }) => (
            <li>The query “{title}”</li>
          ))}
        </ul>
      </div>
      <DialogEnd
        yes={{ label: 'Save anyway', run: () => onAnswer(true), isDanger: true }}
        no="Go on writing"
        onNo={() => onAnswer(false)}
        isQuestion
      />
    </Dialog>
  );
}

interface ConflictProps {
  mine: DraftContent;
  theirs: Theirs;
  onSaveMine: () => void;
  onTakeTheirs: () => void;
  onClose: () => void;
}

export function ConflictDialog({ mine, theirs, onSaveMine, onTakeTheirs, onClose }: ConflictProps) {
  return (
    <Dialog title="Somebody saved this query in the meantime" onClose={onClose}>
      <div class="stack">
        <p>
          {theirs.savedBy?.name ?? 'Somebody'} saved version {theirs.version}{' '}
          <TimeAgo at={theirs.updatedAt} />. Your text is still here, and stays here. This is how
          yours differs from theirs:
        </p>
        <DiffView before={asText(contentOf(theirs))} after={asText(mine)} />
      </div>
      <div class="actions">
        <button type="button" class="button primary" data-focus onClick={onClose}>
          Go on writing
        </button>
        <button type="button" class="button" onClick={onSaveMine}>
          Save mine over theirs
        </button>
        <button type="button" class="button danger" onClick={onTakeTheirs}>
          Take theirs, drop mine
        </button>
      </div>
    </Dialog>
  );
}

/** A query's content line by line, for a difference that people read. */
export function asText(content: DraftContent): string {
  const { title, description, tags, status, use, parameters, columns, chart, key, sql } = content;
  const opened = openedText(content.variations);
  const lines = [
    `Title: ${title}`,
    `Description: ${description}`,
    `Tags: ${tags.join(', ')}`,
    `Status: ${status}${use === null ? '' : `, use ${use}`}`,
    ...parameters.map((parameter) => `Parameter: ${JSON.stringify(parameter)}`),
    ...columns.map((note) => `Column: ${JSON.stringify(note)}`),
    ...(key.length === 0 ? [] : [`Rows are told apart by: ${key.join(', ')}`]),
    ...(opened === '' ? [] : [`Open to variations by ${opened}`]),
    ...(chart === null ? [] : [`Chart: ${JSON.stringify(chart)}`]),
  ];
  return `${lines.join('\n')}\n\n${sql.trim()}`;
}
