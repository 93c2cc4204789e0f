// Questions of the menus and of the add-on, shown one at a time.
import type { Answers, Question } from '../dialogs.tsx';
import type { PlaygroundState } from '../playground-state.ts';
import type { Asking } from './asking.ts';

export function askingBy(show: (question: Question | null) => void): Asking {
  const ask = (question: Omit<Question, 'answer'>) =>
    new Promise<{ button: string | null; answers: Answers }>((resolve) => {
      const answer = (button: string | null, answers: Answers) => {
        show(null);
        resolve({ button, answers });
      };
      show({ ...question, answer });
    });
  return {
    async ask({ title, message = '', fields, button }) {
      const answer = await ask({ title, message, fields, buttons: [button, 'Cancel'] });
      return answer.button === button ? answer.answers : null;
    },
    async confirm({ title, message, button }) {
      const answer = await ask({ title, message, fields: [], buttons: [button, 'Cancel'] });
      return answer.button === button;
    },
  };
}

/** What the add-on asks; null when it asks nothing. */
export function questionOfAddon(state: PlaygroundState): Question | null {
  const { dialog } = state;
  if (!dialog) return null;
  const { title, message, buttons } = dialog;
  const field = { name: 'text', label: title, kind: 'text' as const, value: '' };
  return {
    ...{ title, message, buttons },
    fields: dialog.kind === 'prompt' ? [field] : [],
    answer: (button, { text = '' }) => void state.answerDialog(button ?? 'Close', text),
  };
}
