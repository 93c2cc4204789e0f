// How services make each other, so that their files need not import one another in circles.
import type { Area } from '../../workbook/area.ts';
import type { Metadata, MetadataPlace } from '../../workbook/metadata.ts';
import type { NamedArea } from '../../workbook/named-ranges.ts';
import type { Validation } from '../../workbook/cell.ts';
import type { ProtectedArea, Sheet } from '../../workbook/sheet.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import type { Service } from './service.ts';

/** The cells that a Range object stands for. */
export interface RangePlace {
  workbook: Workbook;
  sheet: Sheet;
  area: Area;
  /** Whole rows or columns, as `4:4` or `A:A` name them. */
  whole: 'rows' | 'columns' | null;
}

/** What a finder looks through. */
export interface FinderScope {
  workbook: Workbook;
  within: MetadataPlace | null;
}

export interface Objects {
  spreadsheet(workbook: Workbook): Service;
  sheet(workbook: Workbook, sheet: Sheet): Service;
  range(place: RangePlace): Service;
  rangeList(ranges: Service[]): Service;
  namedRange(workbook: Workbook, named: NamedArea): Service;
  metadata(workbook: Workbook, metadata: Metadata): Service;
  finder(scope: FinderScope): Service;
  protection(workbook: Workbook, sheet: Sheet, protection: ProtectedArea): Service;
  validation(validation: Validation): Service;
  user(email: string): Service;
}
