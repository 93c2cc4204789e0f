// Alerts and prompts of a script: the script waits until the person has answered on the page.
import type { Asked } from '../simulator/script/user-interface.ts';
import type { Bell } from '../simulator/script/bell.ts';
import type { FromWorker } from './worker-protocol.ts';

/** The buttons of each of Google's sets; the one that goes on comes first. */
const buttonSets: Record<string, string[]> = {
  OK: ['OK'],
  OK_CANCEL: ['OK', 'CANCEL'],
  YES_NO: ['YES', 'NO'],
  YES_NO_CANCEL: ['YES', 'NO', 'CANCEL'],
};

const captions: Record<string, string> = {
  OK: 'OK',
  CANCEL: 'Cancel',
  YES: 'Yes',
  NO: 'No',
};

let asked = 0;

export interface Waiting {
  /** Rung when an answer is there, and when anything else is to be done meanwhile. */
  bell: Bell;
  meanwhile: () => void;
}

/** Shows the question on the page and blocks this thread until it is answered, as Google blocks the script. */
export function askPage(
  question: Asked,
  {
    buffer,
    tell,
    bell,
    meanwhile,
  }: Waiting & { buffer: SharedArrayBuffer; tell: (message: FromWorker) => void },
): { button: string; text: string } {
  const buttons = buttonSets[question.buttons] ?? ['OK'];
  const state = new Int32Array(buffer, 0, 2);
  Atomics.store(state, 0, 0);
  tell({
    event: 'dialog',
    dialog: {
      id: ++asked,
      kind: question.kind,
      title: question.title || 'Sheetfeed',
      message: question.text,
      buttons: buttons.map((button) => captions[button] ?? button),
    },
  });
  bell.wait(() => {
    meanwhile();
    return Atomics.load(state, 0) === 1 ? true : null;
  });
  const { button, text } = readAnswer(buffer, Atomics.load(state, 1));
  return { button: buttons.find((one) => captions[one] === button) ?? 'CLOSE', text };
}

function readAnswer(buffer: SharedArrayBuffer, length: number): { button: string; text: string } {
  const bytes = new Uint8Array(buffer, 8, length).slice();
  // simulation.ts wrote it.
  return JSON.parse(new TextDecoder().decode(bytes)) as { button: string; text: string };
}
