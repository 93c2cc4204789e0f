// Lint rules: what the compiler cannot see, and the sizes of the house style.
import regexp from 'eslint-plugin-regexp';
import eslint from 'typescript-eslint';
import { folders, projects } from './scripts/folders.mjs';

const PLACED =
  'Place the focus in useLayoutEffect: after the page was drawn a quick person has typed elsewhere.';

export default eslint.config(
  { ignores: ['dist/**', 'dist-*/**', 'node_modules/**', '.sheetfeed/**', '**/*.mjs', '**/*.cjs'] },
  ...eslint.configs.recommended,
  {
    files: folders.map((folder) => `${folder}/**/*.{ts,tsx}`),
    languageOptions: {
      parserOptions: {
        project: projects.map((folder) => `./${folder}/tsconfig.json`),
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { regexp },
    rules: {
      // A text that somebody sends may be long, and a pattern that goes back over it takes the square of its length.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: true }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'max-lines': ['error', { max: 280 }],
      'max-lines-per-function': ['error', { max: 45, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-console': 'off',
    },
  },
  {
    files: ['test/**/*.ts', 'test/**/*.tsx', 'bench/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 500 }],
      'regexp/no-super-linear-backtracking': 'off',
      'regexp/no-super-linear-move': 'off',
    },
  },
  {
    files: ['test/**/*.ts', 'test/**/*.tsx'],
    ignores: ['test/support/random.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: 'fast-check',
          message: 'Take fc from test/support/random.ts, which gives it its seed.',
        },
      ],
    },
  },
  {
    files: ['addon/**/*.ts'],
    ignores: [
      'addon/sheet/literal-texts.ts',
      // A person's own cells, our own words, and records, which are no cells.
      'addon/sheet/own-cells.ts',
      'addon/ranges/{status-line,kept-records}.ts',
      'addon/self-check.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[property.name=/^set(Value|Values|RichTextValues?)$/]',
          message: 'Write cells with setLiteralCells, which never has a text evaluated.',
        },
      ],
    },
  },
  {
    files: ['server/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'AbortSignal',
          property: 'any',
          message:
            'Use bounded() of server/bounded.ts: this leaves something with each signal for as long as that lives.',
        },
      ],
    },
  },
  {
    files: ['**/*.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.name='useEffect'] > ArrowFunctionExpression > :matches(ChainExpression, CallExpression) :matches(CallExpression[callee.property.name=/^(focus|select|showModal)$/], Identifier[name=/^(focus|select|showModal)$/])",
          message: PLACED,
        },
        {
          selector:
            "CallExpression[callee.name='useEffect'] > ArrowFunctionExpression > BlockStatement > :matches(ExpressionStatement, IfStatement) CallExpression[callee.property.name=/^(focus|select|showModal)$/]",
          message: PLACED,
        },
      ],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['ui/**/*.tsx', 'web/**/*.tsx'],
    rules: {
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
);
