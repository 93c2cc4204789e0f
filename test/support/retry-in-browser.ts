// Tests in a browser get a second try, told in the output: a busy machine may keep a page waiting.
import { expect, jest } from '@jest/globals';

if (/[\\/](journeys|ui)[\\/]/.test(expect.getState().testPath ?? '')) {
  jest.retryTimes(1, { logErrorsBeforeRetry: true });
}
