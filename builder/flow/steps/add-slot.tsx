import { PlusOutlined } from '@ant-design/icons';
import { Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { AddMenu } from './add-menu.tsx';
import { useSteps } from './step-view.tsx';

/** The ＋ of one place: a real button, seen at rest, with the searchable menu of steps. */
export function AddSlot({ edges, end = false }: { edges: string[]; end?: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const { adding, setAdding, readOnly } = useSteps();
  const [first] = edges;
  if (readOnly || first === undefined) return <span className="slot slot-quiet" />;
  const open = adding === first;
  const after = scenario.nodes[scenario.edges[first]?.from ?? ''];
  return (
    <span className={end ? 'slot slot-end' : 'slot'}>
      <Popover
        open={open}
        trigger="click"
        placement="rightTop"
        destroyOnHidden
        onOpenChange={(next) => setAdding(next ? first : undefined)}
        content={<AddMenu edges={edges} onDone={() => setAdding(undefined)} />}
      >
        <button
          type="button"
          className="slot-button"
          aria-label={t('flow.addAfter', { name: text(after?.name) })}
          aria-expanded={open}
          aria-haspopup="dialog"
        >
          <PlusOutlined />
        </button>
      </Popover>
    </span>
  );
}
