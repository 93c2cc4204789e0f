// Ui: menus, alerts, prompts, sidebar and dialogs.
import { SheetsError } from '../../errors.ts';
import type { Execution } from '../execution.ts';
import type { Asked, MenuItem, UserInterface } from '../user-interface.ts';
import { HtmlOutputService } from './html-service.ts';
import { BoundService } from './bound-service.ts';
import { EnumValue, makeEnum, type Service } from './service.ts';

const buttons = makeEnum('Button', ['CLOSE', 'OK', 'CANCEL', 'YES', 'NO']);
const buttonSets = makeEnum('ButtonSet', ['OK', 'OK_CANCEL', 'YES_NO', 'YES_NO_CANCEL']);

export class UiService extends BoundService {
  readonly className = 'Ui';
  readonly signatures = {
    createAddonMenu: [''],
    createMenu: ['str'],
    alert: ['str', 'str ButtonSet', 'str str ButtonSet'],
    prompt: ['str', 'str ButtonSet', 'str str ButtonSet'],
    showSidebar: ['HtmlOutput'],
    showModalDialog: ['HtmlOutput str'],
    showModelessDialog: ['HtmlOutput str'],
  };
  override readonly constants = { Button: buttons, ButtonSet: buttonSets };
  override readonly pure = new Set(['createAddonMenu', 'createMenu']);

  constructor(
    execution: Execution,
    private readonly ui: UserInterface,
  ) {
    super(execution);
  }

  createAddonMenu(): Service {
    return new MenuService(this.execution, this.ui, { caption: '', addon: true, items: [] });
  }

  createMenu(caption: string): Service {
    return new MenuService(this.execution, this.ui, { caption, addon: false, items: [] });
  }

  alert(...args: (string | EnumValue)[]): EnumValue {
    const { button } = this.ask('alert', args);
    return button;
  }

  prompt(...args: (string | EnumValue)[]): Service {
    const { button, text } = this.ask('prompt', args);
    return new PromptResponseService(this.execution, button, text);
  }

  private ask(
    kind: Asked['kind'],
    args: (string | EnumValue)[],
  ): { button: EnumValue; text: string } {
    this.need(kind);
    const texts = args.filter((arg) => typeof arg === 'string');
    const set = args.find((arg) => arg instanceof EnumValue) ?? buttonSets.OK;
    const [title, text] =
      texts.length > 1 ? [texts[0] ?? '', texts[1] ?? ''] : ['', texts[0] ?? ''];
    const answer = this.ui.ask({ kind, title, text, buttons: set.name });
    const button = buttons[answer.button as keyof typeof buttons];
    if (!button)
      throw new Error(`The simulator's person pressed ${answer.button}, which is no button.`);
    return { button, text: answer.text ?? '' };
  }

  showSidebar(html: HtmlOutputService): void {
    this.need('showSidebar');
    this.ui.sidebar = {
      title: html.getTitle() ?? '',
      html: html.getContent(),
      width: 300,
      height: null,
    };
    this.ui.onShow();
  }

  showModalDialog(html: HtmlOutputService, title: string): void {
    this.showDialog(html, { title, modal: true });
  }

  showModelessDialog(html: HtmlOutputService, title: string): void {
    this.showDialog(html, { title, modal: false });
  }

  private showDialog(
    html: HtmlOutputService,
    { title, modal }: { title: string; modal: boolean },
  ): void {
    this.need('showModalDialog');
    this.ui.dialog = {
      title,
      modal,
      html: html.getContent(),
      width: html.width,
      height: html.height,
    };
    this.ui.onShow();
  }

  /** Panels and questions open only in full authorisation (Google's guide on the add-on lifecycle). */
  private need(method: string): void {
    this.execution.needMode(`Ui.${method}`, ['FULL']);
    if (method.startsWith('show'))
      this.execution.needScope(`Ui.${method}`, ['script.container.ui']);
  }
}

class PromptResponseService extends BoundService {
  readonly className = 'PromptResponse';
  readonly signatures = { getSelectedButton: [''], getResponseText: [''] };

  constructor(
    execution: Execution,
    private readonly button: EnumValue,
    private readonly text: string,
  ) {
    super(execution);
  }

  getSelectedButton(): EnumValue {
    return this.button;
  }

  getResponseText(): string {
    return this.text;
  }
}

export class MenuService extends BoundService {
  readonly className = 'Menu';
  readonly signatures = {
    addItem: ['str str'],
    addSeparator: [''],
    addSubMenu: ['Menu'],
    addToUi: [''],
  };
  override readonly pure = new Set(Object.keys(this.signatures));

  constructor(
    execution: Execution,
    private readonly ui: UserInterface,
    readonly menu: { caption: string; addon: boolean; items: MenuItem[] },
  ) {
    super(execution);
  }

  addItem(caption: string, handler: string): this {
    this.menu.items.push({ caption, handler });
    return this;
  }

  addSeparator(): this {
    this.menu.items.push({ caption: '', handler: '' });
    return this;
  }

  addSubMenu(menu: MenuService): this {
    this.menu.items.push({ caption: menu.menu.caption, handler: '', items: menu.menu.items });
    return this;
  }

  /** Replaces a menu of the same caption. */
  addToUi(): void {
    const { caption, addon, items } = this.menu;
    if (items.length === 0) throw new SheetsError('The menu has no items.');
    this.ui.menus = this.ui.menus.filter(
      (menu) => menu.caption !== caption || menu.addon !== addon,
    );
    this.ui.menus.push({ caption, addon, items });
    this.ui.onShow();
  }
}
