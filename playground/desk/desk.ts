// Where a person works on the simulated spreadsheet: the workbook, who is at the keyboard, and the add-on.
import { AddonScript } from './addon-script.ts';
import { firstWorkbook } from './first-workbook.ts';
import { GoogleDesk } from './google-desk.ts';
import type { Edit, PlaygroundView } from '../protocol.ts';
import { SALES_ID } from '../sales-ids.ts';
import { salesWorkbook } from './sales-workbook.ts';
import { readSaved, writeSaved } from './saved-desk.ts';
import type { SavedDesk } from './saved-desk.ts';
import { Workbook } from '../simulator/workbook/workbook.ts';
import { instantOf } from './until.ts';
import { movableClock, type MovableClock } from '../simulator/script/clock.ts';
import { TriggerTimes } from './trigger-times.ts';
import { Bell } from '../simulator/script/bell.ts';
import { GoogleState, type SavedTrigger } from '../simulator/script/google-state.ts';
import type { PersonsAct } from '../simulator/script/person-acts.ts';
import { edited, Fired } from './fired.ts';
import { rectangle } from './edits/deed.ts';
import { applyEdit, type Person } from './edits/edits.ts';
import { History } from '../simulator/workbook/history/history.ts';
import { viewRows, viewWorkbook } from './workbook-views.ts';
import type { Ask, FromWorker, Tokens, Until, WorkerSettings } from './worker-protocol.ts';

/** After a change; where saving takes long, ten times as long, so that the sheet is free for its person most of the time. */
const saveAfterMs = 1000;
const savingShare = 0.1;
/** Changes of one moment are told together. */
const tellAfterMs = 15;

export class Desk {
  private workbook: Workbook;
  private state: GoogleState;
  private clock: MovableClock;
  private times: TriggerTimes;
  private person: string;
  private addon: AddonScript;
  private readonly google: GoogleDesk;
  private readonly fired = new Fired();
  private readonly clipboard: Person['clipboard'] = { copied: null };
  private readonly histories = new WeakMap<Workbook, Map<string, History>>();
  private readonly heard = new WeakSet<Workbook>();
  private saving: ReturnType<typeof setTimeout> | undefined;
  private saveAfterMs = saveAfterMs;
  private telling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly settings: WorkerSettings,
    private readonly tell: (message: FromWorker) => void,
  ) {
    const saved = readSaved(settings.file);
    this.workbook = saved ? Workbook.fromJSON(saved.workbook) : firstWorkbook();
    this.state = saved ? GoogleState.fromJSON(saved.state) : new GoogleState();
    this.clock = movableClock(saved?.clock?.aheadMs ?? 0);
    this.times = new TriggerTimes(this.state, this.clock, saved?.clock?.due);
    this.person = this.knownPerson(saved?.person);
    this.google = new GoogleDesk(settings.google, {
      changed: () => this.afterCalls(),
      notify: (notice) => tell({ notice }),
    });
    this.google.add(this.workbook);
    for (const one of saved?.others ?? []) this.google.add(Workbook.fromJSON(one));
    this.addSales();
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
      case 'copy':
        return { text: this.workbook.copy(ask.tab, rectangle(ask.area)) };
      case 'edit':
        return { fires: this.edit(ask.edit) };
      case 'fire':
        return this.fireNext(ask.tokens);
      case 'call':
        return this.addon.call(ask.functionName, ask.args, ask.tokens);
      case 'trigger':
        return this.addon.fireTrigger(ask.id, ask.tokens);
      case 'clock':
        return this.liveUntil(ask.until, ask.tokens);
      case 'sidebarHtml':
        return this.addon.sidebarHtml();
      case 'closeSidebar':
        return this.addon.closeSidebar();
      case 'save':
        return this.save();
      case 'person':
        return this.seat(ask.id);
      case 'open':
        this.openSpreadsheet(ask.id);
        return { fires: this.acted({ did: 'open', who: this.atKeyboard.email }) };
      case 'reset':
        return this.startAnew();
    }
  }

  /** Whether triggers of the add-on are told of it, which run afterwards. */
  private edit(edit: Edit): boolean {
    const person = this.atKeyboard;
    const doIt = () => applyEdit(this.workbook, edit, person);
    const act = edited(this.workbook, edit, { who: person.email, doIt });
    return act !== null && this.acted(act);
  }

  private acted(act: PersonsAct): boolean {
    return this.fired.add(act, this.addon.firedBy(act));
  }

  /** Runs the next trigger that somebody's act fired, one at a time: others are answered in between. */
  private fireNext(tokens: Tokens): { done: boolean } {
    this.fired.runNext(({ trigger, act }) =>
      this.fireIn(trigger, (addon) => addon.fireTrigger(trigger.id, tokens, act)),
    );
    return { done: this.fired.isDone };
  }

  /** Everybody undoes what they did themselves, in the spreadsheet that they did it in. */
  private get atKeyboard(): Person {
    const email = this.settings.persons.find(({ id }) => id === this.person)?.email ?? '';
    const known = this.histories.get(this.workbook) ?? new Map<string, History>();
    this.histories.set(this.workbook, known);
    const history = known.get(email) ?? new History(this.workbook);
    known.set(email, history);
    return { email, history, clipboard: this.clipboard };
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
      triggers: this.times.triggers.map(({ id, handler, owner }) => ({
        ...{ id, functionName: handler, owner },
      })),
      clock: { aheadMs: this.clock.aheadMs },
      history: this.atKeyboard.history.next,
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
    this.addSales();
    this.fired.forget();
    this.state = new GoogleState();
    this.clock = movableClock(0);
    this.times = new TriggerTimes(this.state, this.clock);
    this.addon = this.open();
    this.addon.showSidebar();
    this.changed();
  }

  // A query of the sample reads it, so that it is there at every start.
  private addSales(): void {
    if (this.google.workbooks.some(({ id }) => id === SALES_ID)) return;
    this.google.add(salesWorkbook());
  }

  private liveUntil(until: Until, tokens: Tokens): { done: boolean; at: number } {
    const { clock, workbook, times } = this;
    const { timeZone } = workbook;
    const instant = instantOf(until, { clock, timeZone, triggers: times.triggers.length });
    const step = times.step(instant, (trigger) => this.fireDue(trigger, tokens));
    if (step.done) this.changed();
    return step;
  }

  private fireDue(trigger: SavedTrigger, tokens: Tokens): void {
    this.fireIn(trigger, (addon) => addon.fireTrigger(trigger.id, tokens));
  }

  /** One whose spreadsheet is not the one that is shown runs there all the same, as at Google. */
  private fireIn({ spreadsheetId }: SavedTrigger, fire: (addon: AddonScript) => void): void {
    const workbook = this.google.workbooks.find((one) => one.id === spreadsheetId);
    if (!workbook || workbook === this.workbook) return fire(this.addon);
    const elsewhere = this.open(workbook);
    try {
      fire(elsewhere);
    } finally {
      elsewhere.close();
    }
  }

  /** Opens the workbook in the add-on, as Google does when somebody opens the spreadsheet. */
  private open(workbook = this.workbook): AddonScript {
    workbook.now = this.clock.now;
    // Told once: it stays here when another is opened, and goes when it is deleted.
    if (!this.heard.has(workbook)) workbook.onChange(() => this.changed());
    this.heard.add(workbook);
    return new AddonScript({
      settings: this.settings,
      workbook,
      state: this.state,
      clock: this.clock,
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
    this.saving ??= setTimeout(() => this.save(), this.saveAfterMs);
  }

  private save(): void {
    clearTimeout(this.saving);
    this.saving = undefined;
    const begun = performance.now();
    const desk: SavedDesk = {
      workbook: this.workbook.toJSON(),
      others: this.google.workbooks
        .filter((one) => one !== this.workbook)
        .map((one) => one.toJSON()),
      state: this.state.toJSON(),
      clock: { aheadMs: this.clock.aheadMs, due: this.times.toJSON() },
      person: this.person,
      sidebar: this.addon.sidebar() !== null,
    };
    writeSaved(this.settings.file, desk);
    this.saveAfterMs = Math.max(saveAfterMs, (performance.now() - begun) / savingShare);
  }
}
