// EmbeddedChart and its builder: charts that stand in a tab.
import { SheetsError } from '../../../errors.ts';
import { sameArea } from '../../../workbook/area.ts';
import type { Anchor, Chart, Sheet } from '../../../workbook/sheet.ts';
import type { Workbook } from '../../../workbook/workbook.ts';
import type { Execution } from '../../execution.ts';
import { BoundService } from '../bound-service.ts';
import { chartTypes } from '../charts.ts';
import type { EnumValue, Service } from '../service.ts';
import type { RangePlaceService } from './range-place.ts';

interface Held {
  workbook: Workbook;
  /** The tab that it stands in, or shall stand in. */
  sheet: Sheet;
  chart: Chart;
}

/** As it was when it was built or read; `updateChart` and `insertChart` put it into the tab. */
export class ChartService extends BoundService {
  readonly className = 'SpreadsheetApp.EmbeddedChart';
  readonly signatures = {
    getRanges: [''],
    getChartId: [''],
    getContainerInfo: [''],
    getNumHeaders: [''],
    modify: [''],
  };

  constructor(
    execution: Execution,
    readonly held: Held,
  ) {
    super(execution);
  }

  /** developers.google.com/apps-script/reference/spreadsheet/embedded-chart#getchartid: null where it is in no spreadsheet. */
  getChartId(): number | null {
    return this.held.chart.id === NOT_INSERTED ? null : this.held.chart.id;
  }

  getRanges(): Service[] {
    return rangesOf(this.execution, this.held);
  }

  getContainerInfo(): Service {
    return new ContainerInfoService(this.execution, this.held.chart.anchor ?? CORNER);
  }

  getNumHeaders(): number {
    return this.held.chart.headers ?? 0;
  }

  modify(): Service {
    const { workbook, sheet, chart } = this.held;
    return new ChartBuilderService(this.execution, { workbook, sheet, chart: copyOf(chart) });
  }
}

/** Of a chart that was built and not inserted yet. */
const NOT_INSERTED = 0;
const CORNER: Anchor = { row: 1, column: 1, x: 0, y: 0 };

const copyOf = (chart: Chart): Chart => structuredClone(chart);

function rangesOf(execution: Execution, { workbook, chart }: Held): Service[] {
  const sheet = workbook.sheet(chart.sheetId);
  return chart.areas.map((area) => execution.objects.range({ workbook, sheet, area, whole: null }));
}

/** developers.google.com/apps-script/reference/spreadsheet/container-info: rows and columns count from 1. */
class ContainerInfoService extends BoundService {
  readonly className = 'SpreadsheetApp.ContainerInfo';
  readonly signatures = {
    getAnchorRow: [''],
    getAnchorColumn: [''],
    getOffsetX: [''],
    getOffsetY: [''],
  };

  constructor(
    execution: Execution,
    private readonly anchor: Anchor,
  ) {
    super(execution);
  }

  getAnchorRow(): number {
    return this.anchor.row;
  }

  getAnchorColumn(): number {
    return this.anchor.column;
  }

  getOffsetX(): number {
    return this.anchor.x;
  }

  getOffsetY(): number {
    return this.anchor.y;
  }
}

/** Options that the simulator knows: another one would be kept by Google, and seen by nobody here. */
const OPTIONS: ReadonlySet<string> = new Set(['title', 'isStacked', 'width', 'height']);

/** developers.google.com/apps-script/reference/spreadsheet/embedded-chart-builder */
export class ChartBuilderService extends BoundService {
  readonly className = 'SpreadsheetApp.EmbeddedChartBuilder';
  readonly signatures = {
    addRange: ['Range'],
    clearRanges: [''],
    getRanges: [''],
    setChartType: ['ChartType'],
    getChartType: [''],
    setNumHeaders: ['int'],
    setOption: ['str any'],
    setPosition: ['int int int int'],
    build: [''],
  };
  override readonly pure = new Set(Object.keys(this.signatures));

  constructor(
    execution: Execution,
    private readonly held: Held,
  ) {
    super(execution);
  }

  /** One that the chart has already is not added again. Ranges of several tabs are not simulated. */
  addRange(range: RangePlaceService): this {
    const { chart } = this.held;
    const sheetId = range.getGridId();
    if (chart.areas.length > 0 && chart.sheetId !== sheetId) {
      throw new Error('The simulator has no charts of the cells of several tabs.');
    }
    chart.sheetId = sheetId;
    if (!chart.areas.some((area) => sameArea(area, range.area))) chart.areas.push(range.area);
    return this;
  }

  clearRanges(): this {
    this.held.chart.areas = [];
    return this;
  }

  getRanges(): Service[] {
    return rangesOf(this.execution, this.held);
  }

  setChartType(type: EnumValue): this {
    this.held.chart.type = type.name;
    return this;
  }

  getChartType(): EnumValue {
    const types: Record<string, EnumValue> = chartTypes;
    return types[this.held.chart.type ?? 'COLUMN'] ?? chartTypes.COLUMN;
  }

  setNumHeaders(headers: number): this {
    this.held.chart.headers = headers;
    return this;
  }

  setOption(option: string, value: unknown): this {
    const isKnown =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    if (!OPTIONS.has(option) || !isKnown) {
      throw new Error(`The simulator does not know the option ${option} of a chart.`);
    }
    const { chart } = this.held;
    chart.options = { ...chart.options, [option]: value };
    if (option === 'title') chart.title = String(value);
    return this;
  }

  /** Row and column count from 1; the offset is in pixels. */
  setPosition(row: number, column: number, x: number, y: number): this {
    this.held.chart.anchor = { row, column, x, y };
    return this;
  }

  build(): Service {
    const { workbook, sheet, chart } = this.held;
    return new ChartService(this.execution, { workbook, sheet, chart: copyOf(chart) });
  }
}

export function newChartBuilder(execution: Execution, workbook: Workbook, sheet: Sheet): Service {
  const chart = { id: NOT_INSERTED, title: '', sheetId: sheet.id, areas: [] };
  return new ChartBuilderService(execution, { workbook, sheet, chart });
}

/** Puts a built chart into a tab. Where its cell lies outside of the tab nothing is documented, so it is refused. */
export function insertChart(workbook: Workbook, sheet: Sheet, { held }: ChartService): void {
  const chart = checked(sheet, held.chart);
  const ids = workbook.sheets.flatMap((tab) => tab.charts.map(({ id }) => id));
  sheet.charts.push({ ...chart, id: Math.max(0, ...ids) + 1 });
}

export function updateChart(sheet: Sheet, { held }: ChartService): void {
  const at = sheet.charts.findIndex(({ id }) => id === held.chart.id);
  if (at < 0) throw new SheetsError('Embedded item not found.');
  sheet.charts[at] = checked(sheet, held.chart);
}

export function removeChart(sheet: Sheet, { held }: ChartService): void {
  const at = sheet.charts.findIndex(({ id }) => id === held.chart.id);
  if (at < 0) throw new SheetsError('Embedded item not found.');
  sheet.charts.splice(at, 1);
}

function checked(sheet: Sheet, chart: Chart): Chart {
  const { row, column } = chart.anchor ?? CORNER;
  if (row < 1 || column < 1 || row > sheet.size.rows || column > sheet.size.columns) {
    throw new SheetsError('Invalid argument: the chart hangs at a cell outside of the sheet.');
  }
  if (chart.areas.length === 0) throw new SheetsError('Invalid argument: the chart has no ranges.');
  return copyOf(chart);
}
