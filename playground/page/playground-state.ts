// What the page shows, kept in step with the workbook that lives in the simulator.
import type {
  Area,
  CellView,
  Edit,
  PlaygroundEvent,
  PlaygroundView,
  TabView,
} from '../protocol.ts';
import type { DialogView } from '../protocol.ts';
import { api, listen } from './api.ts';
import { areaOf, selectionOf } from './places.ts';
import type { Selection } from './places.ts';
import { isOvertaken, type Sendings } from './sendings.ts';
import type { Copied, Editing, OpenMenu, Toast } from './shown.ts';

const toastMs = 6000;
/** Rows fetched before and after those that show, so that scrolling meets painted cells. */
const margin = 40;

export class PlaygroundState {
  view: PlaygroundView | null = null;
  selection: Selection = { row: 1, column: 1, toRow: 1, toColumn: 1 };
  /** Whether the selection was made elsewhere, by the add-on or by undo: then its first cell is what to show. */
  isGiven = false;
  editing: Editing | null = null;
  toast: Toast | null = null;
  dialog: DialogView | null = null;
  copied: Copied | null = null;
  menu: OpenMenu | null = null;
  /** Whether it is shown what is simulated. */
  about = false;
  busy = false;
  offline = false;
  private cells = new Map<number, Record<number, CellView>>();
  private shown = { from: 1, to: 60 };
  private redraw: () => void = () => undefined;
  private order: Promise<unknown> = Promise.resolve();
  private readonly edits: Sendings = { sent: 0, underWay: 0 };
  /** Of the edits those that may change cells: all but selecting. */
  private readonly changes: Sendings = { sent: 0, underWay: 0 };
  private loading = false;
  private stale = false;
  private toastTimer: ReturnType<typeof setTimeout> | undefined;

  /** Loads the workbook and follows its changes; `redraw` paints the page anew. */
  start(redraw: () => void): void {
    this.redraw = redraw;
    listen(
      (event) => this.hear(event),
      () => void this.load(),
    );
  }

  get tab(): TabView | undefined {
    const workbook = this.view?.workbook;
    return workbook?.tabs.find((tab) => tab.id === workbook.activeTab);
  }

  get area(): Area {
    return areaOf(this.selection);
  }

  cell(row: number, column: number): CellView | undefined {
    return this.cells.get(row)?.[column];
  }

  cellsOfRow(row: number): Record<number, CellView> | undefined {
    return this.cells.get(row);
  }

  select(selection: Selection): void {
    this.selection = selection;
    this.isGiven = false;
    this.redraw();
    const tab = this.tab;
    if (tab) void this.send({ do: 'select', tab: tab.id, area: this.area }, { quiet: true });
  }

  /** Whether all of these rows have been painted. */
  hasRows(from: number, to: number): boolean {
    return from >= this.shown.from && to <= this.shown.to;
  }

  keepCopied(copied: Copied | null): void {
    this.copied = copied;
    this.redraw();
  }

  showAbout(about: boolean): void {
    this.about = about;
    this.redraw();
  }

  openMenu(menu: OpenMenu | null): void {
    this.menu = menu;
    this.redraw();
  }

  startEditing(where: Editing['where'], text?: string): void {
    const { row, column } = this.selection;
    const typedOver = text !== undefined;
    const known = this.cell(row, column)?.input ?? '';
    this.editing = { row, column, where, text: text ?? known, typedOver };
    this.redraw();
  }

  changeText(text: string): void {
    if (this.editing) this.editing = { ...this.editing, text };
    this.redraw();
  }

  stopEditing(): void {
    this.editing = null;
    this.redraw();
  }

  /** Keeps what was typed, and shows it at once. */
  commit(): void {
    const { editing, tab } = this;
    this.editing = null;
    if (!editing || !tab) return;
    const { row, column, text } = editing;
    if (text !== (this.cell(row, column)?.input ?? '')) {
      const shown: CellView = { display: text, input: text, align: 'left' };
      this.cells.set(row, { ...this.cells.get(row), [column]: shown });
      void this.edit({ do: 'type', tab: tab.id, row, column, text });
    }
    this.redraw();
  }

  /** Does it in the workbook; a refusal is shown as a toast. */
  async edit(edit: Edit): Promise<void> {
    await this.send(edit, { quiet: false });
  }

  /** When all that was done here has reached the simulator. */
  async settled(): Promise<void> {
    await this.order;
  }

  /** Runs a function of the add-on, after everything that was typed before. */
  async call(functionName: string, args: unknown[]): Promise<unknown> {
    await this.order;
    const answer = await api.call(functionName, args);
    if (!answer.ok) throw new Error(answer.message);
    return answer.value;
  }

  async runMenuItem(functionName: string): Promise<void> {
    try {
      await this.call(functionName, []);
    } catch (error) {
      this.tell({ title: 'The add-on stopped', message: messageOf(error), bad: true });
    }
  }

  /** Which rows the window shows; fetches what is missing. */
  showRows(from: number, to: number): void {
    const missing = from < this.shown.from || to > this.shown.to;
    if (!missing) return;
    this.shown = { from: Math.max(1, from - margin), to: to + margin };
    void this.load();
  }

  tell(toast: Toast): void {
    this.toast = toast;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => this.dismissToast(), toastMs);
    this.redraw();
  }

  dismissToast(): void {
    this.toast = null;
    this.redraw();
  }

  async answerDialog(button: string, text: string): Promise<void> {
    const { dialog } = this;
    this.dialog = null;
    this.redraw();
    if (dialog) await api.answerDialog(dialog.id, button, text);
  }

  async do(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.tell({ title: 'That did not work', message: messageOf(error), bad: true });
    }
    await this.load();
  }

  private async send(edit: Edit, { quiet }: { quiet: boolean }): Promise<void> {
    const counted = edit.do === 'select' ? [this.edits] : [this.edits, this.changes];
    for (const count of counted) {
      count.sent++;
      count.underWay++;
    }
    const sending = this.order
      .then(() => api.edit(edit))
      .finally(() => counted.forEach((count) => count.underWay--));
    this.order = sending.catch(() => undefined);
    try {
      const answer = await sending;
      if (!answer.ok) this.tell({ title: 'That did not work', message: answer.message, bad: true });
    } catch (error) {
      if (!quiet) this.tell({ title: 'Not saved', message: messageOf(error), bad: true });
    }
    if (!quiet) await this.load();
  }

  private hear(event: PlaygroundEvent): void {
    if (event.event === 'changed') void this.load();
    else if (event.event === 'toast') this.tell({ ...event, bad: false });
    else if (event.event === 'dialog') this.dialog = event.dialog;
    else this.busy = event.busy;
    this.redraw();
  }

  // One load at a time; whoever asks meanwhile is served by one more.
  private async load(): Promise<void> {
    this.stale = true;
    if (this.loading) return;
    this.loading = true;
    try {
      while (this.stale) {
        this.stale = false;
        await this.loadOnce();
      }
      this.offline = false;
    } catch {
      this.offline = true;
    } finally {
      this.loading = false;
    }
    this.redraw();
  }

  private async loadOnce(): Promise<void> {
    const edits = { ...this.edits };
    const changes = { ...this.changes };
    const view = await api.view();
    const changedTab = view.workbook.activeTab !== this.view?.workbook.activeTab;
    const { from, to } = this.shown;
    const { activeTab, tabs } = view.workbook;
    const { rows } = await api.rows(activeTab, from, to);
    const { frozenRows = 0 } = tabs.find(({ id }) => id === activeTab) ?? {};
    if (from > 1 && frozenRows > 0) {
      const frozen = await api.rows(activeTab, 1, Math.min(frozenRows, from - 1));
      rows.push(...frozen.rows);
    }
    this.view = view;
    // What was read before a change would take back what has just been typed; that change is followed by a load.
    if (changedTab || !isOvertaken(changes, this.changes))
      this.cells = new Map(rows.map(({ row, cells }) => [row, cells]));
    // The add-on may have moved the selection (Go to); what the person did since is newer.
    const older = isOvertaken(edits, this.edits) || this.editing !== null;
    if (changedTab || !older) this.followSelection(view.workbook.selection);
    this.redraw();
  }

  private followSelection(area: Area): void {
    const mine = this.area;
    const same =
      mine.row === area.row &&
      mine.column === area.column &&
      mine.rows === area.rows &&
      mine.columns === area.columns;
    if (same) return;
    this.selection = selectionOf(area);
    this.isGiven = true;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
