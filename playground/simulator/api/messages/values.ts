// What values.* takes and gives.
import { z } from 'zod';
import { flag, message, oneOf, text } from './message.ts';
import { dataFilter, dimensionName } from './places.ts';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type JsonValue = z.infer<typeof value>;

const lines = z.array(z.array(value));

export const valueRange = message({ range: text, majorDimension: dimensionName, values: lines });
export type ValueRange = z.infer<typeof valueRange>;

export const dataFilterValueRange = message({
  dataFilter,
  majorDimension: dimensionName,
  values: lines,
});

const inputWord = oneOf('ValueInputOption', [
  'RAW',
  'USER_ENTERED',
  'INPUT_VALUE_OPTION_UNSPECIFIED',
]);
const renderWord = oneOf('ValueRenderOption', ['FORMATTED_VALUE', 'UNFORMATTED_VALUE', 'FORMULA']);
const timeWord = oneOf('DateTimeRenderOption', ['SERIAL_NUMBER', 'FORMATTED_STRING']);

/** How values are read, for methods that read. */
export const rendering = {
  majorDimension: dimensionName,
  valueRenderOption: renderWord,
  dateTimeRenderOption: timeWord,
};

/** How values are written, and read back where that is asked for. */
export const writing = {
  valueInputOption: inputWord,
  includeValuesInResponse: flag,
  responseValueRenderOption: renderWord,
  responseDateTimeRenderOption: timeWord,
};

export const writingMessage = message(writing);
export type Writing = z.infer<typeof writingMessage>;
export const renderingMessage = message(rendering);
export type Rendering = z.infer<typeof renderingMessage>;

export const batchUpdateBody = message({ ...writing, data: z.array(valueRange) });
export const batchUpdateByFilterBody = message({ ...writing, data: z.array(dataFilterValueRange) });
export const batchGetByFilterBody = message({ ...rendering, dataFilters: z.array(dataFilter) });
export const batchClearBody = message({ ranges: z.array(text) });
export const batchClearByFilterBody = message({ dataFilters: z.array(dataFilter) });
