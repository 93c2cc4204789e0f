// Every path that the programs call each other by, so that no path is written twice.

export const routes = {
  catalog: '/',
  queryPage: (slug: string) => `/q/${slug}`,
  csv: (slug: string) => `/q/${slug}.csv`,
  json: (slug: string) => `/q/${slug}.json`,
  me: '/api/me',
  queries: '/api/queries',
  query: (slug: string) => `/api/queries/${slug}`,
  choices: (slug: string, parameter: string) => `/api/queries/${slug}/choices/${parameter}`,
  result: (slug: string) => `/api/queries/${slug}/result`,
  unsavedRun: '/api/run',
  run: (run: string) => `/api/runs/${run}`,
  rows: (run: string) => `/api/runs/${run}/rows`,
  healthz: '/healthz',
  readyz: '/readyz',
  metrics: '/metrics',
  openapi: '/openapi.json',
} as const;
