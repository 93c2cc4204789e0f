// Colours SQL by classes, so that one style sheet serves light and dark; parameters stand out.
import { syntaxTree } from '@codemirror/language';
import { RangeSetBuilder, type Extension } from '@codemirror/state';
import {
  Decoration,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from '@codemirror/view';

const classes: Record<string, Decoration> = {
  Keyword: Decoration.mark({ class: 'sql-keyword' }),
  Type: Decoration.mark({ class: 'sql-keyword' }),
  Bool: Decoration.mark({ class: 'sql-number' }),
  Null: Decoration.mark({ class: 'sql-number' }),
  Number: Decoration.mark({ class: 'sql-number' }),
  String: Decoration.mark({ class: 'sql-string' }),
  LineComment: Decoration.mark({ class: 'sql-comment' }),
  BlockComment: Decoration.mark({ class: 'sql-comment' }),
};
const parameter = Decoration.mark({ class: 'sql-parameter' });

export const sqlColours: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = colour(view);
    }
    update(update: ViewUpdate) {
      const parsed = syntaxTree(update.state) !== syntaxTree(update.startState);
      if (update.docChanged || update.viewportChanged || parsed)
        this.decorations = colour(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function colour(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const { doc } = view.state;
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: ({ name, from: start, to: end }) => {
        const before = doc.sliceString(Math.max(0, start - 2), start);
        const isParameter = name !== 'String' && /(^|[^:\w\])]):$/.test(before);
        const mark = isParameter && end > start ? parameter : classes[name];
        if (mark && end > start) builder.add(start, end, mark);
      },
    });
  }
  return builder.finish();
}
