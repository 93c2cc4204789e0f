// Questions in front of the sheet: the playground's own and those of the add-on.
import { useEffect, useRef, useState } from 'preact/hooks';

export interface Question {
  title: string;
  message: string;
  /** A text to change; null when there is nothing to type. */
  value: string | null;
  /** The one that goes on comes first. */
  buttons: string[];
  answer: (button: string | null, text: string) => void;
}

export function Dialog({ question }: { question: Question }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState(question.value ?? '');
  const first = question.buttons[0] ?? 'OK';
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      class="dialog"
      ref={dialog}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        question.answer(null, text);
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          question.answer(first, text);
        }}
      >
        <h2 id="dialog-title">{question.title}</h2>
        {question.message && <p>{question.message}</p>}
        {question.value !== null && (
          <textarea
            aria-label={question.title}
            rows={3}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
        <Buttons question={question} text={text} />
      </form>
    </dialog>
  );
}

/** The first one sends the form. */
function Buttons({ question, text }: { question: Question; text: string }) {
  return (
    <div class="dialog-buttons">
      {question.buttons.map((button, index) => (
        <button
          type={index === 0 ? 'submit' : 'button'}
          key={button}
          class={index === 0 ? 'action' : ''}
          onClick={index === 0 ? undefined : () => question.answer(button, text)}
        >
          {button}
        </button>
      ))}
    </div>
  );
}
