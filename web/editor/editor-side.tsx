// The right side of the editor: parameters, the tables there are, and what the query says of itself.
import { useState } from 'preact/hooks';
import type { Column, Result } from '../../domain/contract/result.ts';
import type { SourceSchema } from '../../domain/contract/schema.ts';
import type { Loaded } from '../../ui/loaded.ts';
import { AboutForm } from './about/about-form.tsx';
import { LiftPanel } from './parameters/lift-panel.tsx';
import { ParameterPanel } from './parameters/parameter-panel.tsx';
import { SchemaExplorer } from './tables/schema-explorer.tsx';
import type { Editing } from './use-draft.ts';

interface Props {
  editing: Editing;
  columns: Column[];
  /** What the query gave when it ran last. */
  tried: Result | null;
  schema: Loaded<SourceSchema | null>;
  onSchemaAgain: () => void;
  onInsert: (text: string) => void;
  /** Puts another text in the place of the SQL. */
  onReplace: (sql: string) => void;
}

type Panel = 'tables' | 'parameters' | 'about';

export function EditorSide(props: Props) {
  const { editing, columns, tried, schema, onSchemaAgain, onInsert, onReplace } = props;
  const { used, unused, content, change } = editing;
  const [panel, setPanel] = useState<Panel>(
    used.length + content.parameters.length > 0 ? 'parameters' : 'tables',
  );
  const panels: [Panel, string][] = [
    ['tables', 'Tables'],
    ['parameters', 'Parameters'],
    ['about', 'About'],
  ];
  return (
    <aside class="editor-side stack" aria-label="Tables, parameters and description">
      <div class="segments" role="radiogroup" aria-label="Show">
        {panels.map(([name, words]) => (
          <label>
            <input
              type="radio"
              name="panel"
              checked={panel === name}
              onChange={() => setPanel(name)}
            />
            {words}
          </label>
        ))}
      </div>
      {panel === 'tables' && (
        <SchemaExplorer schema={schema} onAgain={onSchemaAgain} onInsert={onInsert} />
      )}
      {panel === 'parameters' && (
        <>
          <ParameterPanel
            used={used}
            unused={unused}
            onChange={editing.changeParameter}
            onRemove={editing.removeParameter}
          />
          <LiftPanel editing={editing} onReplace={onReplace} />
        </>
      )}
      {panel === 'about' && (
        <AboutForm {...{ content, columns, tried, schema }} onChange={change} />
      )}
    </aside>
  );
}
