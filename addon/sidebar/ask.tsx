// A yes-or-no question in the sidebar itself, as a promise.
import { useState } from 'preact/hooks';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogEnd } from '../../ui/dialog-end.tsx';
import type { Question } from './session.ts';

interface Asked {
  question: Question;
  answer: (yes: boolean) => void;
}

/** Gives `ask`, which resolves with the person's answer, and the question that waits for one. */
export function useQuestion(): {
  ask: (question: Question) => Promise<boolean>;
  asked: Asked | null;
} {
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = (question: Question) =>
    new Promise<boolean>((resolve) => {
      const answer = (yes: boolean) => {
        setAsked(null);
        resolve(yes);
      };
      setAsked({ question, answer });
    });
  return { ask, asked };
}

export function QuestionDialog({ question, answer }: Asked) {
  return (
    <Dialog title={question.title} onClose={() => answer(false)}>
      <div class="stack">
        <QuestionWords question={question} />
      </div>
      <DialogEnd
        yes={{ label: question.yes, run: () => answer(true), isDanger: question.danger }}
        onNo={() => answer(false)}
        isQuestion
      />
    </Dialog>
  );
}

/** What a question says, and what it names. */
export function QuestionWords({ question }: { question: Question }) {
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
