import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCatalogueDepartments } from '../../api/catalogue.ts';
import { ranked } from '../../editing/rank.ts';
import { useDocument } from '../../editing/react/session.tsx';
import type { StepTree } from '../../editing/tree.ts';
import { wordsForNew } from './add-choices.ts';
import { placeAfter } from './neighbours.ts';
import { useAddStep } from './use-add-step.ts';

const quiet = new Set(['start', 'fill', 'end']);

/** Nobody does anything yet: one button adds the first desk, of the department that leads, ready to be named. */
export function FirstStep({ tree }: { tree: StepTree }) {
  const { t } = useTranslation();
  const { scenario, forms } = useDocument();
  const { data: region } = useCatalogueDepartments();
  const add = useAddStep();
  const fill = Object.keys(scenario.nodes).find((id) => scenario.nodes[id]!.kind === 'fill');
  const edges = fill === undefined ? undefined : placeAfter(tree, fill);
  if (!edges || Object.values(scenario.nodes).some((node) => !quiet.has(node.kind))) return null;
  const [own] = ranked(scenario.departments);
  const leads = Object.values(forms)[0]?.department;
  const other = region?.find(({ code }) => code === leads) ?? region?.[0];
  const department = own?.[0] ?? other?.code;
  const go = () =>
    department !== undefined &&
    add(edges, {
      kind: 'task',
      name: { 'zh-CN': '受理', en: 'Accept' },
      department,
      ...(own || !other ? {} : { lane: { name: other.name, ...(other.hue === undefined ? {} : { hue: other.hue % 8 }) } }),
      words: wordsForNew,
    });
  return (
    <div className="steps-first">
      <p>{t('flow.first.words')}</p>
      <Button type="primary" size="large" icon={<PlusOutlined />} disabled={department === undefined} onClick={go}>
        {t('flow.first')}
      </Button>
    </div>
  );
}
