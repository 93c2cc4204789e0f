// What a script shows to the person at the keyboard: menus, sidebar, dialogs, alerts and toasts.

export interface MenuItem {
  caption: string;
  /** '' for a separator. */
  handler: string;
  items?: MenuItem[];
}

export interface Menu {
  /** The add-on's name for an add-on menu. */
  caption: string;
  addon: boolean;
  items: MenuItem[];
}

export interface Panel {
  title: string;
  html: string;
  width: number | null;
  height: number | null;
}

export interface Asked {
  kind: 'alert' | 'prompt';
  title: string;
  text: string;
  buttons: string;
}

export interface Toast {
  title: string;
  text: string;
  seconds: number;
}

/** Answers a question of the script; the text is what was typed at a prompt. */
export type Answering = (question: Asked) => { button: string; text?: string };

export class UserInterface {
  menus: Menu[] = [];
  sidebar: Panel | null = null;
  dialog: (Panel & { modal: boolean }) | null = null;
  readonly asked: Asked[] = [];
  readonly toasts: Toast[] = [];
  /** Presses OK or Yes unless a test answers otherwise. */
  answer: Answering = ({ buttons }) => ({ button: buttons.startsWith('YES') ? 'YES' : 'OK' });
  /** Called when a panel, menu or toast appears. */
  onShow: () => void = () => undefined;

  ask(question: Asked): { button: string; text?: string } {
    this.asked.push(question);
    return this.answer(question);
  }
}
