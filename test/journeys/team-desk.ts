// A person at the playground with one linked range over a table that the test changes.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect } from '@jest/globals';
import pg from 'pg';
import type { FrameLocator, Page } from 'playwright-core';
import '../support/become.ts';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { followerHasIt } from './follower.ts';
import { beSeated, openPlayground, selectCell, sheetOf, sidebarOf } from './playground-page.ts';
import { newHome, removeHome, startProgram } from './program.ts';
import type { RunningProgram } from './program.ts';

/** The table's rows: amounts by name. */
export type Team = Record<string, number>;

const queryText = `/*---
title: Team
source: sample
---*/
select name, amount from team order by name
`;

export class TeamDesk {
  program: RunningProgram;
  page: Page;

  private constructor(
    program: RunningProgram,
    page: Page,
    private readonly browser: TestBrowser,
    private readonly catalog: string,
  ) {
    this.program = program;
    this.page = page;
  }

  /** Starts the program and a browser, and makes the table and the query. */
  static async open(): Promise<TeamDesk> {
    const catalog = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-journey-catalog-'));
    await writeFile(path.join(catalog, 'team.sql'), queryText);
    const env = { CATALOG_DIR: catalog };
    const program = await startProgram({ home: await newHome(), env });
    await program.says('The follower is there');
    const browser = await launchBrowser();
    const desk = new TeamDesk(program, await browser.newPage(), browser, catalog);
    await desk.change('create table team (name text primary key, amount int)');
    return desk;
  }

  async close(): Promise<void> {
    await this.page.goto('about:blank');
    await this.program.end('SIGTERM');
    await removeHome(this.program.home);
    await rm(this.catalog, { recursive: true, force: true });
    await this.browser.close();
  }

  get sidebar(): FrameLocator {
    return sidebarOf(this.page);
  }

  /** A new spreadsheet with an empty tab, Vera at the keyboard, and these rows in the database. */
  async startAnew(team: Team): Promise<void> {
    await this.holds(team);
    // A page that is open would ask for cells of tabs that are gone.
    await this.page.goto('about:blank');
    await fetch(`${this.program.url}/playground/api/reset`, { method: 'POST' });
    await openPlayground(this.page, this.program.url);
    await this.beSeated('Vera Viewer (viewer)');
    await this.page.getByRole('button', { name: 'Add a tab' }).click();
    await this.page.getByRole('tab', { name: 'Sheet2', selected: true }).waitFor();
  }

  /** Inserts the query at a cell of the active tab. */
  async insertAt(cell: string): Promise<void> {
    await selectCell(this.page, cell);
    await this.sidebar.getByRole('combobox', { name: 'Search queries' }).fill('team');
    await this.sidebar.getByRole('option', { name: 'Team' }).click();
    await this.sidebar.getByRole('button', { name: 'Insert at selected cell' }).click();
    // The new range's card takes the focus; what is typed before that would go there.
    await this.sidebar.locator('.card:focus').waitFor();
  }

  beSeated(person: string): Promise<void> {
    return beSeated(this.page, person);
  }

  async click(button: string): Promise<void> {
    await this.sidebar.getByRole('button', { name: button }).click();
  }

  /** Opens a part of the range's details, such as its Options. */
  async openPart(part: string): Promise<void> {
    const more = this.sidebar.getByRole('button', { name: 'More for Team' });
    if (await more.isVisible()) await more.click();
    await this.sidebar.locator('.disclosure > button', { hasText: part }).click();
  }

  async says(words: string | RegExp): Promise<void> {
    await this.sidebar.getByText(words).first().waitFor();
  }

  /** Waits until the cells from A1 on are exactly these; a formula stands behind what it shows. */
  async showsCells(expected: (string | RegExp)[][]): Promise<void> {
    const wanted = expected.map((row) =>
      row.map((cell) => (typeof cell === 'string' ? cell : expect.stringMatching(cell))),
    );
    const columns = Math.max(...expected.map((row) => row.length));
    await expect(() => sheetOf(this.page, expected.length, columns)).toBecome(wanted);
  }

  /** Makes these the table's rows, for whoever asks the follower too. */
  async holds(team: Team): Promise<void> {
    await this.change('truncate team');
    await this.change('insert into team select key, value::int from json_each_text($1)', [
      JSON.stringify(team),
    ]);
  }

  async change(sql: string, values: unknown[] = []): Promise<void> {
    const company = new pg.Client(this.program.sampleUrl);
    await company.connect();
    try {
      await company.query(sql, values);
      await followerHasIt(company);
    } finally {
      await company.end();
    }
  }

  /** A second window of the same spreadsheet. */
  async secondWindow(): Promise<Page> {
    const page = await this.browser.newPage();
    await openPlayground(page, this.program.url);
    return page;
  }

  /** Takes the query's file away; the answer puts it back. */
  async removeQuery(): Promise<() => Promise<void>> {
    const file = path.join(this.catalog, 'team.sql');
    await rm(file);
    return () => writeFile(file, queryText);
  }

  /** Ends the program, does something, and starts it again in the same home. */
  async whileStopped(work: () => Promise<void>): Promise<void> {
    const { home } = this.program;
    await this.page.goto('about:blank');
    await this.program.end('SIGTERM');
    await work();
    this.program = await startProgram({ home, env: { CATALOG_DIR: this.catalog } });
    await openPlayground(this.page, this.program.url);
  }
}
