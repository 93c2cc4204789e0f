// Where a person works on the simulated spreadsheet: the workbook, who is at the keyboard, and the add-on.
import { AddonScript } from './addon-script.ts';
import { firstWorkbook } from './first-workbook.ts';
import { GoogleDesk } from './google-desk.ts';
import type { PlaygroundView } from '../protocol.ts';
import { readSaved, writeSaved } from './saved-desk.ts';
import type { SavedDesk } from './saved-desk.ts';
import { Workbook } from '../simulator/workbook/workbook.ts';
import { Bell } from '../simulator/script/bell.ts';
import { GoogleState } from '../simulator/script/google-state.ts';
import { applyEdit } from './workbook-edits.ts';
import { viewRows, viewWorkbook } from './workbook-views.ts';
import type { Ask, FromWorker, WorkerSettings } from './worker-protocol.ts';

const saveAfterMs = 1000;
/** Changes of one moment are told together. */
const tellAfterMs = 15;

export class Desk {
  private workbook: Workbook;
  private state: GoogleState;
  private person: string;
  private addon: AddonScript;
  private readonly google: GoogleDesk;
  private readonly heard = new WeakSet<Workbook>();
  private saving: ReturnType<typeof setTimeout> | undefined;
  private telling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly settings: WorkerSettings,
    private readonly tell: (message: FromWorker) => void,
  ) {
    const saved = readSaved(settings.file);
    this.workbook = saved ? Workbook.fromJSON(saved.workbook) : firstWorkbook();
    this.state = saved ? GoogleState.fromJSON(saved.state) : new GoogleState();
    this.person = this.knownPerson(saved?.person);
    this.google = new GoogleDesk(settings.google, {
      changed: () => this.afterCalls(),
      notify: (notice) => tell({ notice }),
    });
    this.google.add(this.workbook);
    for (const one of saved?.others ?? []) this.google.add(Workbook.fromJSON(one));
    this.addon = this.open();
    // A newcomer finds the sidebar open; after that it is as it was left.
    if (saved?.sidebar !== false) this.addon.showSidebar();
  }

  answer(ask: Ask): unknown {
    switch (ask.ask) {
      case 'ready':
        return null;
      case 'view':
        return this.view();
      case 'rows':
        return { rows: viewRows(this.workbook, ask.tab, [ask.from, ask.to]) };
      case 'edit':
        return applyEdit(this.workbook, ask.edit);
      case 'call':
        return this.addon.call(ask.functionName, ask.args, ask.tokens);
      case 'trigger':
        return this.addon.fireTrigger(ask.id, ask.tokens);
      case 'dueTriggers':
        return this.addon.fireAllTriggers(ask.tokens);
      case 'sidebarHtml':
        return this.addon.sidebarHtml();
      case 'closeSidebar':
        return this.addon.closeSidebar();
      case 'save':
        return this.save();
      case 'person':
        return this.seat(ask.id);
      case 'open':
        return this.openSpreadsheet(ask.id);
      case 'reset':
        return this.startAnew();
    }
  }

  private seat(id: string): void {
    this.person = this.knownPerson(id);
    this.addon.seat(this.person);
    this.changed();
  }

  private view(): PlaygroundView {
    const { persons } = this.settings;
    return {
      workbook: viewWorkbook(this.workbook),
      spreadsheets: this.google.workbooks.map(({ id, name }) => ({ id, name })),
      spreadsheet: this.workbook.id,
      menus: this.addon.menus(),
      sidebar: this.addon.sidebar(),
      addonAddress: this.addon.address,
      person: this.person,
      persons,
      triggers: this.addon.triggers(),
    };
  }

  /** Shows another spreadsheet, as when somebody opens it: the add-on starts anew there. */
  private openSpreadsheet(id: string): void {
    const workbook = this.google.workbooks.find((one) => one.id === id);
    if (!workbook) throw new Error('There is no such spreadsheet any more.');
    if (workbook === this.workbook) return;
    this.addon.close();
    this.workbook = workbook;
    this.addon = this.open();
    this.addon.showSidebar();
    this.changed();
  }

  /** The spreadsheet that is shown may have been deleted by a program: then another is. */
  private afterCalls(): void {
    this.changed();
    // Not while a script of it runs.
    setTimeout(() => {
      const [first] = this.google.workbooks;
      if (!first) this.startAnew();
      else if (!this.google.workbooks.includes(this.workbook)) this.openSpreadsheet(first.id);
    });
  }

  private startAnew(): void {
    this.addon.close();
    for (const one of this.google.workbooks) this.google.remove(one);
    this.workbook = firstWorkbook();
    this.google.add(this.workbook);
    this.state = new GoogleState();
    this.addon = this.open();
    this.addon.showSidebar();
    this.changed();
  }

  /** Opens the workbook in the add-on, as Google does when somebody opens the spreadsheet. */
  private open(): AddonScript {
    const { workbook } = this;
    // Told once: it stays here when another is opened, and goes when it is deleted.
    if (!this.heard.has(workbook)) workbook.onChange(() => this.changed());
    this.heard.add(workbook);
    return new AddonScript({
      settings: this.settings,
      workbook,
      state: this.state,
      person: this.person,
      tell: this.tell,
      changed: () => this.changed(),
      waiting: { bell: new Bell(this.settings.bell), meanwhile: this.google.answerWaiting },
    });
  }

  private knownPerson(id: string | undefined): string {
    const { persons } = this.settings;
    return (persons.find((one) => one.id === id) ?? persons[0])?.id ?? '';
  }

  private changed(): void {
    this.telling ??= setTimeout(() => {
      this.telling = undefined;
      this.tell({ event: 'changed' });
    }, tellAfterMs);
    this.saving ??= setTimeout(() => this.save(), saveAfterMs);
  }

  private save(): void {
    clearTimeout(this.saving);
    this.saving = undefined;
    const desk: SavedDesk = {
      workbook: this.workbook.toJSON(),
      others: this.google.workbooks
        .filter((one) => one !== this.workbook)
        .map((one) => one.toJSON()),
      state: this.state.toJSON(),
      person: this.person,
      sidebar: this.addon.sidebar() !== null,
    };
    writeSaved(this.settings.file, desk);
  }
}
