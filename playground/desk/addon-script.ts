// The built add-on's real Code.js, run on the simulated spreadsheet for the person at the keyboard.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { askPage, type Waiting } from './dialog-answer.ts';
import { backendFetch } from './backend-fetch.ts';
import type { MenuEntry, PlaygroundView, SidebarView } from '../protocol.ts';
import type { Clock } from '../simulator/script/clock.ts';
import type { GoogleState, SavedTrigger } from '../simulator/script/google-state.ts';
import type { PersonsAct } from '../simulator/script/person-acts.ts';
import { createScript } from '../simulator/script/script.ts';
import type { Script } from '../simulator/script/script.ts';
import type { Manifest, Person } from '../simulator/script/script-settings.ts';
import type { MenuItem } from '../simulator/script/user-interface.ts';
import type { SyncFetch } from '../simulator/script/sync-fetch.ts';
import type { Workbook } from '../simulator/workbook/workbook.ts';
import type { FromWorker, Tokens, WorkerSettings } from './worker-protocol.ts';

/** Google takes it from the add-on's listing. */
const addonName = 'Sheetfeed';

export interface AddonParts {
  settings: WorkerSettings;
  workbook: Workbook;
  state: GoogleState;
  clock: Clock;
  /** The id of who is at the keyboard. */
  person: string;
  tell: (message: FromWorker) => void;
  changed: () => void;
  /** What this thread does while the script waits. */
  waiting: Waiting;
}

// Counts on when a spreadsheet is thrown away, so that the page never takes the next one's sidebar for the last one's.
let sidebarsShown = 0;

export class AddonScript {
  private readonly script: Script;
  private readonly manifest: Manifest;
  private readonly fetch: SyncFetch;
  private person: string;
  private tokens: Tokens = {};
  private sidebarVersion = 0;
  private lastSidebar: unknown = null;

  /** Opens the spreadsheet: `onOpen` runs, and may do what Google allows an add-on not yet used there. */
  constructor(private readonly parts: AddonParts) {
    const { settings, workbook, state, waiting, tell } = parts;
    const read = (name: string) => readFileSync(path.join(settings.addon, name), 'utf8');
    // The build writes this file.
    this.manifest = JSON.parse(read('appsscript.json')) as Manifest;
    this.person = parts.person;
    const addresses = { configured: this.address, actual: settings.backend };
    this.fetch = backendFetch(addresses, waiting);
    this.script = createScript({
      workbook,
      state,
      code: read('Code.js'),
      html: { sidebar: read('sidebar.html') },
      manifest: this.manifest,
      person: this.personOf(this.person),
      clock: parts.clock,
      fetch: this.fetch,
    });
    const buffer = settings.dialogAnswer;
    this.script.ui.answer = (question) => askPage(question, { buffer, tell, ...waiting });
    this.script.ui.onShow = () => this.shown();
    this.script.open('NONE');
  }

  /** The address that the add-on was built for. */
  get address(): string {
    const [first = 'https://sheetfeed.example.com/'] = this.manifest.urlFetchWhitelist ?? [];
    return new URL(first).origin;
  }

  /** Ends what the script reached the web with. */
  close(): void {
    this.fetch.close();
  }

  seat(person: string): void {
    this.person = person;
    this.script.person = this.personOf(person);
  }

  /** Calls a function by the rules of google.script.run; menu items are called the same way. */
  call(functionName: string, args: unknown[], tokens: Tokens): unknown {
    return this.working(tokens, () => this.script.runFromPage(functionName, args));
  }

  showSidebar(): void {
    this.script.call('showSidebar');
  }

  closeSidebar(): void {
    this.script.ui.sidebar = null;
    this.parts.changed();
  }

  sidebar(): SidebarView | null {
    const { sidebar } = this.script.ui;
    return sidebar && { title: sidebar.title || addonName, version: this.sidebarVersion };
  }

  sidebarHtml(): string {
    return this.script.ui.sidebar?.html ?? '';
  }

  menus(): PlaygroundView['menus'] {
    return this.script.ui.menus.map(({ caption, addon, items }) => ({
      caption: addon ? addonName : caption,
      entries: items.map(menuEntry),
    }));
  }

  fireTrigger(id: string, tokens: Tokens, act: PersonsAct | null = null): void {
    const trigger = this.script.triggers.find((one) => one.id === id);
    if (trigger) this.fire(trigger, tokens, act);
  }

  /** The triggers that a person's act fires here. */
  firedBy(act: PersonsAct): SavedTrigger[] {
    return this.script.firedBy(act);
  }

  // Triggers run as the person who created them, whoever is at the keyboard.
  private fire(trigger: SavedTrigger, tokens: Tokens, act: PersonsAct | null): void {
    const owner = this.parts.settings.persons.find(({ email }) => email === trigger.owner);
    this.script.person = this.personOf(owner?.id ?? this.person);
    try {
      this.working(tokens, () => this.script.fireTrigger(trigger, { act }));
    } finally {
      this.script.person = this.personOf(this.person);
    }
  }

  private working<T>(tokens: Tokens, act: () => T): T {
    this.tokens = tokens;
    this.parts.tell({ event: 'busy', busy: true });
    try {
      return act();
    } finally {
      this.script.forget();
      this.tellToasts();
      this.parts.changed();
      this.parts.tell({ event: 'busy', busy: false });
    }
  }

  private personOf(id: string): Person {
    const { persons } = this.parts.settings;
    const { email = '' } = persons.find((one) => one.id === id) ?? {};
    return { email, identityToken: () => this.tokens[id] ?? null };
  }

  private shown(): void {
    const { sidebar } = this.script.ui;
    if (sidebar !== this.lastSidebar) this.sidebarVersion = ++sidebarsShown;
    this.lastSidebar = sidebar;
    this.tellToasts();
    this.parts.changed();
  }

  private tellToasts(): void {
    for (const { title, text } of this.script.ui.toasts.splice(0)) {
      this.parts.tell({ event: 'toast', title, message: text });
    }
  }
}

function menuEntry({ caption, handler, items }: MenuItem): MenuEntry {
  if (items) return { kind: 'menu', caption, entries: items.map(menuEntry) };
  return handler ? { kind: 'item', caption, functionName: handler } : { kind: 'separator' };
}
