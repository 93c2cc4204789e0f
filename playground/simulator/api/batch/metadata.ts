// Requests on developer metadata.
import { z } from 'zod';
import type { Metadata } from '../../workbook/metadata.ts';
import { invalid } from '../errors.ts';
import { asksFor, updateMask } from '../mask.ts';
import { message, text } from '../messages/message.ts';
import { dataFilter, developerMetadata } from '../messages/places.ts';
import { listed } from '../spreadsheet/sheet-json.ts';
import { metadataOf, placeOfLocation, selected } from '../spreadsheet/metadata.ts';
import { request } from './request.ts';

const createDeveloperMetadata = request(
  message({ developerMetadata }),
  ({ workbook }, { developerMetadata: given = {} }) => {
    const { metadataId, metadataKey = '', metadataValue = '', visibility, location } = given;
    if (metadataKey === '') throw invalid('Must specify a metadataKey.');
    if (!visibility) throw invalid('Must specify a visibility.');
    if (metadataId !== undefined && workbook.metadata.list.some(({ id }) => id === metadataId))
      throw invalid(`Developer metadata with id ${metadataId} already exists.`);
    const place = placeOfLocation(workbook, location);
    const added = workbook.metadata.add({
      key: metadataKey,
      value: metadataValue,
      visibility,
      place,
    });
    if (metadataId !== undefined) added.id = metadataId;
    workbook.changed({ kind: 'objects' });
    return { createDeveloperMetadata: { developerMetadata: metadataOf(added) } };
  },
);

/** Changes all that the filters select. What is not there is no error: nothing is changed then. */
const updateDeveloperMetadata = request(
  message({ dataFilters: z.array(dataFilter), developerMetadata, fields: text }),
  ({ workbook }, { dataFilters = [], developerMetadata: given = {}, fields }) => {
    const mask = updateMask(fields, developerMetadata);
    const found = new Set(dataFilters.flatMap((filter) => selected(workbook, filter)));
    const asks = (name: string) => asksFor(mask, [name]);
    const change: Partial<Metadata> = {
      ...(asks('metadataKey') ? { key: given.metadataKey ?? '' } : {}),
      ...(asks('metadataValue') ? { value: given.metadataValue ?? '' } : {}),
      ...(asks('visibility') && given.visibility ? { visibility: given.visibility } : {}),
      ...(asks('location') ? { place: placeOfLocation(workbook, given.location) } : {}),
    };
    for (const one of found) workbook.metadata.change(one, change);
    workbook.changed({ kind: 'objects' });
    return { updateDeveloperMetadata: listed('developerMetadata', [...found].map(metadataOf)) };
  },
);

const deleteDeveloperMetadata = request(
  message({ dataFilter }),
  ({ workbook }, { dataFilter: filter = {} }) => {
    const found = selected(workbook, filter);
    const deletedDeveloperMetadata = found.map(metadataOf);
    for (const one of found) workbook.metadata.remove(one);
    workbook.changed({ kind: 'objects' });
    return {
      deleteDeveloperMetadata: listed('deletedDeveloperMetadata', deletedDeveloperMetadata),
    };
  },
);

export const metadataRequests = {
  createDeveloperMetadata,
  updateDeveloperMetadata,
  deleteDeveloperMetadata,
};
