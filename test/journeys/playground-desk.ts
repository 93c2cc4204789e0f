// A person at a playground of their own, with a new tab for each test.
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import '../support/become.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { openPlayground, waitForSelection } from './playground-page.ts';
import { newHome, removeHome, startProgram, type RunningProgram } from './program.ts';

export class PlaygroundDesk {
  program: RunningProgram;
  page: Page;
  readonly #browser: TestBrowser;

  private constructor(program: RunningProgram, page: Page, browser: TestBrowser) {
    this.program = program;
    this.page = page;
    this.#browser = browser;
  }

  static async open(): Promise<PlaygroundDesk> {
    const program = await startProgram({ home: await newHome() });
    const browser = await launchBrowser();
    const desk = new PlaygroundDesk(program, await browser.newPage(), browser);
    await desk.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await openPlayground(desk.page, program.url);
    return desk;
  }

  /** An empty tab, with the keys in its first cell. */
  async addTab(): Promise<void> {
    const { page } = this;
    const tabs = page.getByRole('tab');
    const before = await tabs.allTextContents();
    await page.getByRole('button', { name: 'Add a tab' }).click();
    // The tab before may look as empty.
    const selected = () => page.getByRole('tab', { selected: true }).textContent();
    await expect(async () => before.includes((await selected()) ?? '')).toBecome(false);
    await page.locator('[data-cell="A1"]', { hasText: /^$/ }).waitFor();
    await waitForSelection(page, 'A1');
    await page.getByRole('grid').focus();
  }

  /** Ends the program and starts it again in the same home, with a page of its own. */
  async restart(): Promise<void> {
    const { home } = this.program;
    // A page that is open would ask a program that is gone.
    await this.page.close();
    await this.program.end('SIGTERM');
    this.program = await startProgram({ home });
    this.page = await this.#browser.newPage();
    await openPlayground(this.page, this.program.url);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.program.end('SIGTERM');
    await removeHome(this.program.home);
  }
}
