import { InputNumber, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { nodeKind, nodeKinds } from '../../runtime/plugins/registry.ts';
import type { TaskNode } from '../../schemas/generated/documents.ts';
import { useExecute } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { Entry } from '../ui/text-entry.tsx';

/** How the step is done: by one officer, or in a way a plugin brings, with its settings. */
export function CustomKindEntry({ id, node }: { id: string; node: TaskNode }) {
  const { t } = useTranslation();
  const text = useText();
  const execute = useExecute();
  const { custom } = node;
  const kinds = nodeKinds();
  if (kinds.length === 0 && !custom) return null;
  const plugin = custom && nodeKind(custom.kind);
  const edit = (next: TaskNode['custom']) => execute('node.edit', { node: id, changes: { custom: next } });
  const set = (name: string, value: number | boolean | null) => {
    const { [name]: _before, ...others } = custom?.settings ?? {};
    const settings = value === null ? others : { ...others, [name]: value };
    edit({ kind: custom!.kind, ...(Object.keys(settings).length > 0 ? { settings } : {}) });
  };
  const gone = custom && !plugin ? [{ value: custom.kind, label: t('plugins.gone') }] : [];
  return (
    <div data-entry="custom">
      <Entry label={t('plugins.step')} hint={plugin && text(plugin.description)}>
        {(ids) => (
          <Select
            {...ids}
            style={{ width: '100%' }}
            value={custom?.kind ?? ''}
            onChange={(kind) => edit(kind === '' ? undefined : { kind })}
            options={[
              { value: '', label: t('plugins.step.usual') },
              ...kinds.map((one) => ({ value: one.id, label: text(one.name) })),
              ...gone,
            ]}
          />
        )}
      </Entry>
      {plugin &&
        Object.entries(plugin.settings).map(([name, spec]) => {
          const value = custom?.settings?.[name] ?? spec.default;
          return (
            <Entry key={name} label={text(spec.name)} hint={text(spec.hint) || undefined}>
              {(ids) =>
                spec.type === 'boolean' ? (
                  <Switch {...ids} style={{ width: 44 }} checked={value === true} onChange={(next) => set(name, next)} />
                ) : (
                  <InputNumber
                    {...ids}
                    min={spec.minimum}
                    max={spec.maximum}
                    precision={0}
                    value={typeof value === 'number' ? value : null}
                    onChange={(next) => set(name, next)}
                  />
                )
              }
            </Entry>
          );
        })}
    </div>
  );
}
