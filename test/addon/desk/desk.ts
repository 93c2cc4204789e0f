// A person at a simulated spreadsheet with the real add-on: what the add-on's tests start from.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer, SidebarFunctions, ValueSources } from '../../../addon/sidebar-functions.ts';
import { Problem, problemFromBody } from '../../../domain/problem.ts';
import { createScript, type Script } from '../../../playground/simulator/script/script.ts';
import type { Manifest, Person } from '../../../playground/simulator/script/script-settings.ts';
import type { WorkbookSettings } from '../../../playground/simulator/workbook/model.ts';
import type { Workbook } from '../../../playground/simulator/workbook/workbook.ts';
import { root } from '../../../server/root.ts';
import { newSimulation, type Simulation } from '../../support/simulator.ts';
import { addonCode } from './addon-code.ts';
import { Backend } from './backend.ts';

type Name = keyof SidebarFunctions;
type ValueOf<N extends Name> =
  ReturnType<SidebarFunctions[N]> extends Answer<infer Value> ? Value : never;

export const vera: Person = { email: 'vera@example.com', identityToken: () => 'token-of-vera' };
export const ali: Person = { email: 'ali@example.com', identityToken: () => 'token-of-ali' };

const manifest = JSON.parse(readFileSync(path.join(root, 'appsscript.json'), 'utf8')) as Manifest;

let runs = 0;

export class Desk {
  readonly backend = new Backend();
  readonly simulation: Simulation;
  readonly workbook: Workbook;
  /** Vera's; `simulation.scripts` has Ali's too. */
  script: Script;

  constructor(settings: WorkbookSettings = {}, copied?: Desk) {
    this.simulation = newSimulation({
      code: addonCode(),
      html: { sidebar: '<p>The sidebar</p>' },
      manifest,
      persons: [vera, ali],
      fetch: this.backend.fetch,
      workbook: { timeZone: 'Europe/Paris', ...settings },
    });
    this.workbook = this.simulation.workbook;
    this.script = this.simulation.script;
    if (copied) {
      this.workbook = copied.workbook.duplicate();
      this.script = createScript({
        workbook: this.workbook,
        code: addonCode(),
        manifest,
        person: vera,
        clock: this.simulation.clock,
        fetch: copied.backend.fetch,
      });
    }
    this.backend.now = () => new Date(this.simulation.clock.now());
  }

  /** File → Make a copy, opened by Vera. */
  openCopy(): Desk {
    return new Desk({}, this);
  }

  /** Another spreadsheet of Vera's, with the same account at Google and the same server. */
  openSecond(): Desk {
    const second = new Desk();
    second.script = createScript({
      workbook: second.workbook,
      code: addonCode(),
      manifest,
      person: vera,
      clock: this.simulation.clock,
      state: this.simulation.state,
      fetch: this.backend.fetch,
    });
    return second;
  }

  /** Calls a function as the sidebar does; throws the problem that it answers. */
  ask<N extends Name>(name: N, ...args: Parameters<SidebarFunctions[N]>): ValueOf<N> {
    const answer = this.script.runFromPage(name, args) as Answer<ValueOf<N>>;
    if (answer.ok) return answer.value;
    if (answer.problem.code === 'internal') {
      throw new Error(`${JSON.stringify(answer.problem)}\n${this.script.logs.join('\n')}`);
    }
    throw problemFromBody(answer.problem) ?? new Error(JSON.stringify(answer.problem));
  }

  /** A new run's name, as the sidebar makes it. */
  newRun(): string {
    runs += 1;
    return `00000000-0000-4000-8000-${String(runs).padStart(12, '0')}`;
  }

  insert(
    slug: string,
    more: Partial<Parameters<SidebarFunctions['insertRange']>[0]> = {},
  ): ValueOf<'insertRange'> {
    const asked = { slug, values: {}, target: 'newTab' as const, moves: false, ...more };
    return this.ask('insertRange', { run: this.newRun(), ...asked });
  }

  refresh(id: string, confirmed = {}, values?: ValueSources): ValueOf<'refreshRange'> {
    const other = values ? { values } : {};
    return this.ask('refreshRange', { id, run: this.newRun(), confirmed, ...other });
  }

  /** Does it as somebody who says yes where they are asked whether it may run as them. */
  agreeing<T>(work: (agreed?: string) => T): T {
    try {
      return work();
    } catch (error) {
      const agree = error instanceof Problem ? error.extras['agree'] : undefined;
      if (typeof agree !== 'string') throw error;
      return work(agree);
    }
  }

  /** A refresh by somebody who says yes to that. */
  refreshAgreeing(id: string, confirmed = {}): ValueOf<'refreshRange'> {
    return this.agreeing((agreed) =>
      this.refresh(id, agreed === undefined ? confirmed : { ...confirmed, agreed }),
    );
  }

  /** What the cells of a tab show, row by row, as far as anything stands. */
  shown(tab: string): string[][] {
    return this.grid(tab, ({ display }) => display);
  }

  /** What the cells of a tab hold, row by row, as far as anything stands. */
  values(tab: string): (string | number | boolean)[][] {
    return this.grid(tab, ({ value }) => value);
  }

  cell(tab: string, row: number, column: number) {
    return this.workbook.cell(this.sheet(tab).id, row, column);
  }

  type(tab: string, row: number, column: number, text: string): void {
    this.workbook.typeInto(this.sheet(tab).id, row, column, text);
  }

  sheet(tab: string) {
    const sheet = this.workbook.sheetNamed(tab);
    if (!sheet) throw new Error(`There is no tab ${tab}.`);
    return sheet;
  }

  /** Selects a cell of a tab. */
  select(tab: string, row: number, column: number): void {
    const { id } = this.sheet(tab);
    this.workbook.activate(id);
    this.workbook.select(id, { top: row, left: column, bottom: row, right: column });
  }

  private grid<T>(tab: string, show: (cell: ReturnType<Desk['cell']>) => T): T[][] {
    this.workbook.engine.calculate();
    const { rows, columns } = this.sheet(tab).contentEnd();
    return Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (__, column) => show(this.cell(tab, row + 1, column + 1))),
    );
  }
}
