// Adding and listing developer metadata, alike for the spreadsheet and its tabs.
import type { Execution } from '../../execution.ts';
import type { MetadataPlace } from '../../../workbook/metadata.ts';
import type { Workbook } from '../../../workbook/workbook.ts';
import { EnumValue, makeEnum, type Service } from '../service.ts';

export const visibilities = makeEnum('DeveloperMetadataVisibility', ['DOCUMENT', 'PROJECT']);
export const locationTypes = makeEnum('DeveloperMetadataLocationType', [
  'SPREADSHEET',
  'SHEET',
  'ROW',
  'COLUMN',
]);

export type MetadataArgs = [string, ...(string | EnumValue)[]];

export const metadataMethods = {
  signatures: [
    'str',
    'str str',
    'str DeveloperMetadataVisibility',
    'str str DeveloperMetadataVisibility',
  ],

  add(workbook: Workbook, place: MetadataPlace, [key, ...rest]: MetadataArgs): void {
    const value = rest.find((part) => typeof part === 'string') ?? '';
    const visibility = rest.includes(visibilities.PROJECT) ? 'PROJECT' : 'DOCUMENT';
    workbook.metadata.add({ key, value, visibility, place });
    workbook.changed({ kind: 'objects' });
  },

  list(execution: Execution, workbook: Workbook, place: MetadataPlace): Service[] {
    return workbook.metadata.list
      .filter((metadata) => JSON.stringify(metadata.place) === JSON.stringify(place))
      .map((metadata) => execution.objects.metadata(workbook, metadata));
  },
};
