// "Ask for this": what a search did not find goes to the authors.
import { useState } from 'preact/hooks';
import type { Problem } from '../../domain/problem.ts';
import { Field } from '../../ui/fields/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { problemOf } from '../../ui/loaded.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ask } from '../frame/ask.ts';

export function AskForThis({ search }: { search: string }) {
  const [text, setText] = useState('');
  const [sent, setSent] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = () =>
    ask('POST asks', { body: { search, text } }).then(
      () => setSent(true),
      (error) => setProblem(problemOf(error)),
    );
  if (sent) {
    return (
      <div class="note good" role="status">
        <Icon name="good" />
        <p>The authors see it now. Their answer will stand under “Asked for”.</p>
      </div>
    );
  }
  return (
    <form
      class="ask stack"
      aria-label="Ask for this"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Field label="What do you want to know?">
        {(id) => (
          <textarea
            class="input"
            id={id}
            required
            maxLength={2000}
            placeholder="Which customers in Spain use the add-on, by month"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      {problem && <ProblemNote problem={problem} takeFocus />}
      <div>
        <button type="submit" class="button primary" disabled={text.trim() === ''}>
          Ask for this
        </button>
      </div>
    </form>
  );
}
