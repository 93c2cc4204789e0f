// HtmlService: pages of the script, without templates.
import { SheetsError } from '../../errors.ts';
import type { Execution } from '../execution.ts';
import { BoundService } from './bound-service.ts';
import type { Service } from './service.ts';

export class HtmlServiceService extends BoundService {
  readonly className = 'HtmlService';
  readonly signatures = { createHtmlOutputFromFile: ['str'], createHtmlOutput: ['', 'str'] };
  override readonly pure = new Set(Object.keys(this.signatures));

  createHtmlOutputFromFile(name: string): Service {
    this.execution.needMode('HtmlService.createHtmlOutputFromFile', ['LIMITED', 'FULL']);
    const { html } = this.execution.settings;
    const content = html[name] ?? html[`${name}.html`];
    if (content === undefined) throw new SheetsError(`No HTML file named ${name} was found.`);
    return new HtmlOutputService(this.execution, content);
  }

  createHtmlOutput(content = ''): Service {
    this.execution.needMode('HtmlService.createHtmlOutput', ['LIMITED', 'FULL']);
    return new HtmlOutputService(this.execution, content);
  }
}

export class HtmlOutputService extends BoundService {
  readonly className = 'HtmlOutput';
  readonly signatures = {
    getContent: [''],
    setContent: ['str'],
    append: ['str'],
    getTitle: [''],
    setTitle: ['str'],
    setWidth: ['int'],
    setHeight: ['int'],
  };
  override readonly pure = new Set(Object.keys(this.signatures));
  width: number | null = null;
  height: number | null = null;
  private title: string | null = null;

  constructor(
    execution: Execution,
    private content: string,
  ) {
    super(execution);
  }

  getContent(): string {
    return this.content;
  }

  setContent(content: string): this {
    this.content = content;
    return this;
  }

  append(content: string): this {
    this.content += content;
    return this;
  }

  getTitle(): string | null {
    return this.title;
  }

  setTitle(title: string): this {
    this.title = title;
    return this;
  }

  setWidth(width: number): this {
    this.width = width;
    return this;
  }

  setHeight(height: number): this {
    this.height = height;
    return this;
  }
}
