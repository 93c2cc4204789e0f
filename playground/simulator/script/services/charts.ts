// Charts: the names of the kinds of charts, for those that stand in a sheet.
import { BoundService } from './bound-service.ts';
import { makeEnum } from './service.ts';

/** developers.google.com/apps-script/reference/charts/chart-type */
export const chartTypes = makeEnum('ChartType', [
  'TIMELINE',
  'AREA',
  'BAR',
  'BUBBLE',
  'CANDLESTICK',
  'COLUMN',
  'COMBO',
  'GAUGE',
  'GEO',
  'HISTOGRAM',
  'RADAR',
  'LINE',
  'ORG',
  'PIE',
  'SCATTER',
  'SPARKLINE',
  'STEPPED_AREA',
  'TABLE',
  'TREEMAP',
  'WATERFALL',
]);

export class ChartsService extends BoundService {
  readonly className = 'Charts';
  readonly signatures = {};
  override readonly constants = { ChartType: chartTypes };
}
