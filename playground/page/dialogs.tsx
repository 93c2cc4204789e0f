// Questions in front of the sheet: the playground's own and those of the add-on.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Field } from './menus/asking.ts';

export type Answers = Record<string, string>;

export interface Question {
  title: string;
  message: string;
  /** What there is to fill in. */
  fields: Field[];
  /** The one that goes on comes first. */
  buttons: string[];
  answer: (button: string | null, answers: Answers) => void;
}

export function Dialog({ question }: { question: Question }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [answers, setAnswers] = useState<Answers>(() =>
    Object.fromEntries(question.fields.map(({ name, value }) => [name, value])),
  );
  const first = question.buttons[0] ?? 'OK';
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      class="dialog"
      ref={dialog}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        question.answer(null, answers);
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          question.answer(first, answers);
        }}
      >
        <h2 id="dialog-title">{question.title}</h2>
        {question.message && <p>{question.message}</p>}
        {question.fields.map((field) => (
          <FieldRow
            key={field.name}
            field={field}
            alone={question.fields.length === 1}
            value={answers[field.name] ?? ''}
            change={(value) => setAnswers({ ...answers, [field.name]: value })}
          />
        ))}
        <Buttons question={question} answers={answers} />
      </form>
    </dialog>
  );
}

interface FieldProps {
  field: Field;
  /** Then the dialog's title is its name. */
  alone: boolean;
  value: string;
  change: (value: string) => void;
}

function FieldRow({ field, alone, value, change }: FieldProps) {
  if (field.kind === 'check') {
    return (
      <label class="dialog-check">
        <input
          type="checkbox"
          checked={value === 'yes'}
          onChange={(event) => change(event.currentTarget.checked ? 'yes' : '')}
        />
        {field.label}
      </label>
    );
  }
  return (
    <label class="dialog-field">
      <span class={alone ? 'hidden' : ''}>{field.label}</span>
      <Input field={field} value={value} change={change} />
    </label>
  );
}

function Input({ field, value, change }: Omit<FieldProps, 'alone'>) {
  switch (field.kind) {
    case 'choice':
      return (
        <select value={value} onChange={(event) => change(event.currentTarget.value)}>
          {(field.options ?? []).map(([option, caption]) => (
            <option key={option} value={option}>
              {caption}
            </option>
          ))}
        </select>
      );
    case 'text':
      return (
        <textarea rows={4} value={value} onInput={(event) => change(event.currentTarget.value)} />
      );
    case 'moment':
      return (
        <input
          type="datetime-local"
          value={value}
          onInput={(event) => change(event.currentTarget.value)}
        />
      );
    case 'line':
    case 'check':
      return (
        <input type="text" value={value} onInput={(event) => change(event.currentTarget.value)} />
      );
  }
}

/** The first one sends the form. */
function Buttons({ question, answers }: { question: Question; answers: Answers }) {
  return (
    <div class="dialog-buttons">
      {question.buttons.map((button, index) => (
        <button
          type={index === 0 ? 'submit' : 'button'}
          key={button}
          class={index === 0 ? 'action' : ''}
          onClick={index === 0 ? undefined : () => question.answer(button, answers)}
        >
          {button}
        </button>
      ))}
    </div>
  );
}
