import { EditOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { asTable } from '../code/as-table.ts';
import { knownValues } from '../editing/paths.ts';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { Skeleton } from '../ui/states.tsx';
import { Entry } from '../ui/text-entry.tsx';
import { useAddress } from '../ui/use-address.ts';
import { ValuesSelect } from './selects.tsx';
import type { StepEntryProps } from './step-entries.tsx';

const ScriptDesk = lazy(async () => ({ default: (await import('../code/script-desk.tsx')).ScriptDesk }));

/** What a calculation reads and gives; the script itself opens in a wide sheet (?panel=script). */
export function ScriptEntry({ id, node }: StepEntryProps<'script'>) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { scenario } = pkg;
  const execute = useExecute();
  const [params, change] = useAddress();
  const script = scenario.scripts?.[node.script];
  const untouched = script !== undefined && script.writes.length === 0 && /\{\s*return \{\};\s*\}\s*$/.test(script.source);
  const table = useMemo(() => {
    if (!script) return undefined;
    return untouched
      ? { name: script.name, hitPolicy: 'FIRST' as const, inputs: {}, outputs: {}, rows: {} }
      : asTable(script.source, script.name, knownValues(pkg));
  }, [script, untouched, pkg]);
  const setPanel = (panel: string | undefined) => change({ panel });
  if (!script) return <p className="panel-note">{t('flow.unknown.script')}</p>;
  const edit = (changes: Partial<typeof script>) => execute('script.edit', { script: node.script, changes });
  return (
    <>
      {table && (
        <div className="panel-card">
          <p className="panel-note">{t(untouched ? 'code.table.empty' : 'code.table.could')}</p>
          <div>
            <Button onClick={() => execute('script.toTable', { node: id, table })}>{t('code.table.go')}</Button>
          </div>
        </div>
      )}
      <div data-entry="reads">
        <Entry label={t('properties.script.reads')}>
          {(ids) => (
            <ValuesSelect {...ids} label={t('properties.script.reads')} value={script.reads} onChange={(reads) => edit({ reads })} />
          )}
        </Entry>
      </div>
      <div data-entry="writes">
        <Entry label={t('properties.script.writes')}>
          {(ids) => (
            <ValuesSelect {...ids} label={t('properties.script.writes')} value={script.writes} onChange={(writes) => edit({ writes })} />
          )}
        </Entry>
      </div>
      <div data-entry="source">
        <Button icon={<EditOutlined />} onClick={() => setPanel('script')}>
          {t('properties.script.open')}
        </Button>
      </div>
      <Drawer
        open={params.get('panel') === 'script'}
        onClose={() => setPanel(undefined)}
        size={920}
        title={t('properties.script.title', { name: text(script.name) })}
        destroyOnHidden
      >
        <Suspense fallback={<Skeleton lines={8} />}>
          <ScriptDesk script={node.script} />
        </Suspense>
      </Drawer>
    </>
  );
}
