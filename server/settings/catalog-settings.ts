// The settings of where the catalog's files come from: a folder of this computer, or a repository.
import { branchName, folderInside, repositoryAddress, wholeNumber, words } from './kinds.ts';
import { optional, withDefault } from './setting.ts';

export const CATALOG_SETTINGS = {
  catalogDir: optional('CATALOG_DIR', {
    parse: words(),
    help: 'The folder of .sql files that the catalog is read from.',
  }),
  catalogGitUrl: optional('CATALOG_GIT_URL', {
    parse: repositoryAddress,
    help: 'The git repository that the catalog’s files are read from, instead of a folder: its address (https or ssh). It is cloned at the start, and read again every minute.',
  }),
  catalogGitToken: optional('CATALOG_GIT_TOKEN', {
    parse: words(),
    secret: true,
    help: 'The token that the repository’s server asks for, over https. It needs to read the repository, and no more.',
  }),
  catalogGitBranch: optional('CATALOG_GIT_BRANCH', {
    parse: branchName,
    help: 'The branch that is read. Unset: the one that the repository names.',
  }),
  catalogGitFolder: withDefault('CATALOG_GIT_FOLDER', '', {
    parse: folderInside,
    help: 'The folder of the repository in which the files are, such as queries. Empty: all of it.',
  }),
  catalogGitSeconds: withDefault('CATALOG_GIT_SECONDS', '60', {
    parse: wholeNumber(10, 86_400),
    help: 'How often the repository is asked for something new.',
  }),
  catalogGitWebhookSecret: optional('CATALOG_GIT_WEBHOOK_SECRET', {
    parse: words(32),
    secret: true,
    help: 'The secret by which the repository’s webhook (GitHub’s or GitLab’s, to PUBLIC_URL/catalog-git) says that something was pushed; then it is read at once. At least 32 characters.',
  }),
} as const;
