// Sheet: the charts and pivot tables that stand in a tab.
import { checkEditable } from '../../../workbook/protection.ts';
import type { Sheet } from '../../../workbook/sheet.ts';
import type { Service } from '../service.ts';
import {
  ChartService,
  insertChart,
  newChartBuilder,
  removeChart,
  updateChart,
} from './embedded-charts.ts';
import { PivotTableService } from './pivot-tables.ts';
import { SheetShapeService } from './sheet-shape.ts';

export const drawnSignatures = {
  getCharts: [''],
  newChart: [''],
  insertChart: ['EmbeddedChart'],
  updateChart: ['EmbeddedChart'],
  removeChart: ['EmbeddedChart'],
  getPivotTables: [''],
} as const;

export abstract class SheetDrawnService extends SheetShapeService {
  getCharts(): Service[] {
    const { workbook, sheet } = this;
    return sheet.charts.map(
      (chart) => new ChartService(this.execution, { workbook, sheet, chart }),
    );
  }

  newChart(): Service {
    return newChartBuilder(this.execution, this.workbook, this.sheet);
  }

  insertChart(chart: ChartService): void {
    this.changeCharts((sheet) => insertChart(this.workbook, sheet, chart));
  }

  updateChart(chart: ChartService): void {
    this.changeCharts((sheet) => updateChart(sheet, chart));
  }

  removeChart(chart: ChartService): void {
    this.changeCharts((sheet) => removeChart(sheet, chart));
  }

  private changeCharts(change: (sheet: Sheet) => void): void {
    const { workbook, sheet } = this;
    checkEditable(workbook, sheet, sheet.everything, this.execution.settings.person.email);
    change(sheet);
    this.reshaped();
  }

  getPivotTables(): Service[] {
    const { workbook, sheet } = this;
    return sheet.pivots.map(
      (pivot) => new PivotTableService(this.execution, { workbook, sheet, pivot }),
    );
  }
}
