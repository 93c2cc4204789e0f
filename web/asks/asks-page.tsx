// What people asked for: authors answer with a query or a sentence, everybody else sees their own.
import { useState } from 'preact/hooks';
import type { Ask, AskAnswerInput } from '../../domain/contract/ask.ts';
import type { MemberView } from '../../domain/contract/member.ts';
import type { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { Field } from '../../ui/fields/field.tsx';
import { problemOf, useLoaded } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ask } from '../frame/ask.ts';
import { QueryField } from '../controls/query-field.tsx';
import { useTitle } from '../frame/title.ts';
import { WayBack } from '../frame/way-back.tsx';

export function AsksPage({ member }: { member: MemberView | null }) {
  const [list, again] = useLoaded('asks', () => ask('GET asks'));
  useTitle('Asked for');
  const mayAnswer = member !== null && member.role !== 'viewer';
  return (
    <div class="narrow stack">
      <WayBack to={routes.catalog}>Catalog</WayBack>
      <h1>Asked for</h1>
      {list.state === 'loading' && <i class="shape table-shape" />}
      {list.state === 'failed' && (
        <ProblemNote problem={list.problem} action={{ label: 'Try again', run: again }} />
      )}
      {list.state === 'done' && list.value.asks.length === 0 && (
        <p class="quiet">Nobody has asked for a query. Who searches and finds nothing can ask.</p>
      )}
      {list.state === 'done' && list.value.asks.length > 0 && (
        <ul class="query-list">
          {list.value.asks.map((ask) => (
            <AskItem key={ask.id} ask={ask} mayAnswer={mayAnswer} onAnswered={again} />
          ))}
        </ul>
      )}
    </div>
  );
}

interface ItemProps {
  ask: Ask;
  mayAnswer: boolean;
  onAnswered: () => void;
}

const states = { open: 'open', answered: 'answered', declined: 'declined' };

function AskItem({ ask, mayAnswer, onAnswered }: ItemProps) {
  const [open, setOpen] = useState(false);
  const { text, search, askedBy, askedAt, state, query, reply } = ask;
  return (
    <li class="ask-item stack">
      <p class="ask-text">{text}</p>
      <p class="quiet small">
        {askedBy.name || askedBy.email}, <TimeAgo at={askedAt} />
        {search && `, after searching “${search}”`}, {states[state]}
      </p>
      {query && (
        <p>
          Answered by <a href={routes.queryPage(query)}>{query}</a>
        </p>
      )}
      {reply && <p>{reply}</p>}
      {mayAnswer && (
        <div class="row wrap">
          <a
            class="button compact"
            href={`${routes.newQueryPage}?${new URLSearchParams({ title: search || text.slice(0, 80) })}`}
          >
            Write it
          </a>
          <button
            type="button"
            class="button compact"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            Answer
          </button>
        </div>
      )}
      {open && <AnswerForm ask={ask} onAnswered={onAnswered} />}
    </li>
  );
}

function AnswerForm({ ask: asked, onAnswered }: { ask: Ask; onAnswered: () => void }) {
  const [query, setQuery] = useState(asked.query ?? '');
  const [reply, setReply] = useState(asked.reply ?? '');
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = (state: AskAnswerInput['state']) => {
    const body = { state, query: query.trim() || null, reply: reply.trim() || null };
    const failed = (error: unknown) => setProblem(problemOf(error));
    return ask('PUT ask', { params: { id: asked.id }, body }).then(onAnswered, failed);
  };
  return (
    <form
      class="stack"
      aria-label="Answer"
      onSubmit={(event) => {
        event.preventDefault();
        void send('answered');
      }}
    >
      <QueryField label="The query that answers it" slug={query} onChange={setQuery} />
      <Field label="Reply">
        {(id) => (
          <textarea
            class="input"
            id={id}
            value={reply}
            onInput={(event) => setReply(event.currentTarget.value)}
          />
        )}
      </Field>
      {problem && <ProblemNote problem={problem} takeFocus />}
      <div class="row">
        <button type="submit" class="button compact">
          Mark as answered
        </button>
        <button type="button" class="button compact" onClick={() => void send('declined')}>
          Decline
        </button>
      </div>
    </form>
  );
}
