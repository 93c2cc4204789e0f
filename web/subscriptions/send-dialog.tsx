// Sends the result of a query, with the values that stand on its page, to a tab of a spreadsheet that nobody needs to open.
import { useState } from 'preact/hooks';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { AnswerOf } from '../../domain/contract/routes.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { exactTime } from '../../ui/age.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogEnd } from '../../ui/dialog-end.tsx';
import { searchFrom, valuesOf, type Entries } from '../../ui/entries.ts';
import { TextField } from '../../ui/fields/text-field.tsx';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { goToGoogle } from '../account/go-to-google.ts';
import { ask } from '../frame/ask.ts';
import { firstSendTimes, ruleOf, SendTimes } from './send-times.tsx';

interface Props {
  query: SavedQuery;
  entries: Entries;
  onClose: () => void;
}

type Sent = AnswerOf<'POST sheetSend'>;

/** As a person comes back from Google: the dialog is open again, with the spreadsheet. */
const ASKED = '#send=';

export const isSendAsked = () => location.hash.startsWith(ASKED);

function spreadsheetAsked(): string {
  if (!isSendAsked()) return '';
  try {
    return decodeURIComponent(location.hash.slice(ASKED.length));
  } catch {
    // The address was cut, or written by hand.
    return '';
  }
}

function sendAddress({ slug, parameters }: SavedQuery, entries: Entries, spreadsheet: string) {
  const search = String(searchFrom(parameters, entries));
  const id = encodeURIComponent(spreadsheet);
  return `${routes.queryPage(slug)}${search === '' ? '' : `?${search}`}${ASKED}${id}`;
}

/** Google takes tab names of up to 100 characters. */
const TAB_CHARACTERS = 100;

export function SendDialog({ query, entries, onClose }: Props) {
  const { slug, title, parameters } = query;
  const [spreadsheet, setSpreadsheet] = useState(spreadsheetAsked);
  const [tab, setTab] = useState(title.slice(0, TAB_CHARACTERS));
  const [times, setTimes] = useState(firstSendTimes);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sent, setSent] = useState<Sent | null>(null);
  const [isSending, setSending] = useState(false);
  const send = async (to: string) => {
    setTab(to);
    setProblem(null);
    setSending(true);
    try {
      const values = valuesOf(parameters, entries);
      const body = { spreadsheet, tab: to, values, rule: ruleOf(times) };
      setSent(await ask('POST sheetSend', { params: { slug }, body }));
    } catch (error) {
      setProblem(problemOf(error));
    }
    setSending(false);
  };
  const pick = () =>
    goToGoogle({ returnTo: sendAddress(query, entries, spreadsheet), spreadsheet }).catch(
      (error: unknown) => setProblem(problemOf(error)),
    );
  if (sent) return <SentNote title={title} sent={sent} onClose={onClose} />;
  return (
    <Dialog title={`Send “${title}” to a sheet`} onClose={onClose}>
      <div class="stack">
        <TextField
          label="Spreadsheet"
          text={spreadsheet}
          placeholder="https://docs.google.com/spreadsheets/d/…"
          required
          onChange={setSpreadsheet}
        />
        <TextField label="Tab" text={tab} required maxLength={TAB_CHARACTERS} onChange={setTab} />
        <SendTimes draft={times} onChange={setTimes} />
        <WhoWrites />
        {problem && (
          <SendProblem
            problem={problem}
            onTab={(free) => void send(free)}
            onPick={() => void pick()}
          />
        )}
      </div>
      <DialogEnd
        yes={{
          label: isSending ? 'Sending…' : 'Send',
          run: () => void send(tab),
          disabled: isSending,
        }}
        onNo={onClose}
      />
    </Dialog>
  );
}

/** What has to be done at Google before, as far as anybody can tell. */
function WhoWrites() {
  const [loaded] = useLoaded('account', () => ask('GET rangeSchedules'));
  if (loaded.state !== 'done') return null;
  const { account, actsAsOwner, mayPick } = loaded.value;
  const made =
    'A tab of that name is made where there is none, and what stands in one is never covered.';
  if (account === null && mayPick)
    return (
      <p class="quiet small">{made} Sheetfeed writes to spreadsheets that you pick at Google.</p>
    );
  if (account === null)
    return (
      <p class="quiet small">
        This server writes into no spreadsheet yet: an admin can give it an account at Google
        (GOOGLE_SERVICE_ACCOUNT).
      </p>
    );
  return (
    <p class="quiet small">
      {made} Share the spreadsheet with <b class="address">{account}</b> as an editor
      {actsAsOwner && ', unless your domain lets Sheetfeed act as you'}
      {mayPick && ', or pick it at Google'}.
    </p>
  );
}

interface ProblemProps {
  problem: Problem;
  onTab: (tab: string) => void;
  /** Leaves for Google. */
  onPick: () => void;
}

function SendProblem({ problem, onTab, onPick }: ProblemProps) {
  const { freeTab, proof, mayPick } = problem.extras;
  const other = typeof freeTab === 'string' ? freeTab : null;
  const asked = { title: 'Show that you may edit it', sentences: [problem.message] };
  return (
    <ProblemNote
      problem={problem}
      takeFocus
      {...(typeof proof === 'string' && { words: asked })}
      action={other === null ? undefined : { label: `Send to “${other}”`, run: () => onTab(other) }}
    >
      {typeof proof === 'string' && (
        <CopyButton label="Copy the name of the tab" icon="copy" text={() => proof} />
      )}
      {mayPick === true && (
        <button type="button" class="button compact" onClick={onPick}>
          Let Sheetfeed write to spreadsheets that you pick
        </button>
      )}
    </ProblemNote>
  );
}

interface SentProps {
  title: string;
  sent: Sent;
  onClose: () => void;
}

function SentNote({ title, sent, onClose }: SentProps) {
  const { spreadsheet, tab, rows, truncated, losses, nextAt } = sent;
  const at = `https://docs.google.com/spreadsheets/d/${encodeURIComponent(spreadsheet.id)}/edit#gid=${tab.id}`;
  return (
    <Dialog title={`“${title}” is in the sheet`} onClose={onClose}>
      <div class="stack" role="status">
        <p>
          {rows.toLocaleString('en-US')} {rows === 1 ? 'row stands' : 'rows stand'} in the tab{' '}
          <b>{tab.name}</b> of{' '}
          <a href={at} target="_blank" rel="noopener">
            {spreadsheet.name || 'the spreadsheet'}
          </a>
          , as a linked range.
        </p>
        {truncated && <p class="tone warn">It was cut off: the query has more rows than this.</p>}
        {losses.map((one) => (
          <p class="tone warn">{one}</p>
        ))}
        {nextAt && <p>It is sent again by itself, next on {exactTime(nextAt)}.</p>}
      </div>
      <div class="actions">
        <button type="button" class="button primary" data-focus onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  );
}
