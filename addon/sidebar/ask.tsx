// A question in the sidebar itself, as a promise: yes or no, or one of several ways.
import { useState } from 'preact/hooks';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogEnd, NoButton } from '../../ui/dialog-end.tsx';
import type { Choice, Question } from './session.ts';

interface Asked {
  question: Question | Choice;
  /** The way that the person chose, 'yes' for a question; null: none of them. */
  answer: (way: string | null) => void;
}

/** Gives `ask` and `choose`, which resolve with the person's answer, and the question that waits for one. */
export function useQuestion() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const wait = (question: Asked['question']) =>
    new Promise<string | null>((resolve) => {
      const answer = (way: string | null) => {
        setAsked(null);
        resolve(way);
      };
      setAsked({ question, answer });
    });
  const ask = async (question: Question) => (await wait(question)) !== null;
  const choose = (choice: Choice) => wait(choice);
  return { ask, choose, asked };
}

export function QuestionDialog({ question, answer }: Asked) {
  const leave = () => answer(null);
  return (
    <Dialog title={question.title} onClose={leave}>
      <div class="stack">
        <QuestionWords question={question} />
      </div>
      {'ways' in question ? (
        <Ways choice={question} answer={answer} />
      ) : (
        <DialogEnd
          yes={{ label: question.yes, run: () => answer('yes'), isDanger: question.danger }}
          onNo={leave}
          isQuestion
        />
      )}
    </Dialog>
  );
}

function Ways({ choice, answer }: { choice: Choice; answer: Asked['answer'] }) {
  return (
    <div class="actions ways">
      {choice.ways.map(({ name, label }) => (
        <button type="button" class="button" onClick={() => answer(name)}>
          {label}
        </button>
      ))}
      <NoButton label="Cancel" takesFocus onNo={() => answer(null)} />
    </div>
  );
}

/** What a question says, and what it names. */
export function QuestionWords({ question }: { question: Pick<Question, 'sentences' | 'list'> }) {
  const { sentences, list } = question;
  return (
    <>
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
      {list.length > 0 && (
        <ul class="named">
          {list.map((name) => (
            <li>{name}</li>
          ))}
        </ul>
      )}
    </>
  );
}
