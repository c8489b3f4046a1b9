import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useDocument, useExecute, useUndo } from '../../editing/react/session.tsx';
import type { Branch } from '../../editing/tree.ts';
import { useText } from '../../i18n/use-text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { BranchShareNote, useShareWords } from '../branch-shares.tsx';
import { useConditionWords } from '../condition-words.ts';
import { useEdgeWords } from '../edge-words.ts';
import { AddSlot } from './add-slot.tsx';
import { SequenceExit, SequenceList } from './sequence-list.tsx';
import { useFocusOf, useSteps } from './step-view.tsx';

interface BranchProps {
  branch: Branch;
  level: number;
  index: number;
  count: number;
}

/** One branch: when it is taken, then its steps. The default one is named 其余情况 and stands last. */
export function BranchItem({ branch, level, index, count }: BranchProps) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const { select, readOnly } = useSteps();
  const selected = useFocusOf((focus) => focus.selected === `edge-${branch.edge}`);
  const words = useEdgeWords();
  const condition = useConditionWords();
  const share = useShareWords();
  const execute = useExecute();
  const { undo } = useUndo();
  const edge = scenario.edges[branch.edge];
  const from = edge && scenario.nodes[edge.from];
  if (!edge || !from) return null;
  const id = `edge-${branch.edge}`;
  const gateway = from.kind === 'exclusive' || from.kind === 'inclusive' || from.kind === 'parallel';
  const when = edge.when ? condition(edge.when) : undefined;
  const name = words(branch.edge) || t('flow.branchNumber', { number: index + 1 });
  const missing = gateway && from.kind !== 'parallel' && !edge.default && !edge.when;
  // All ways that begin at the same time are always taken: a share would say nothing.
  const shared = from.kind !== 'parallel' && from.kind !== 'threads';
  const remove = () => {
    if (execute('branch.delete', { edge: branch.edge }))
      showToast(t('flow.branchDeleted', { name }), { label: t('editing.undo'), run: undo });
  };
  const [first] = branch.sequence.steps;
  return (
    <li
      role="treeitem"
      aria-level={level}
      aria-setsize={count}
      aria-posinset={index + 1}
      aria-label={[t('flow.branch'), name, when, missing ? t('flow.branchMissing') : '', shared ? share(branch.edge) : '']
        .filter(Boolean)
        .join('，')}
      aria-selected={selected}
      aria-expanded="true"
      tabIndex={selected ? 0 : -1}
      data-item={id}
      data-branch-of={edge.from}
      className={branch.side ? 'branch branch-side' : 'branch'}
      onFocus={(event) => {
        if (event.target === event.currentTarget) select(id);
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: pointer twin of focusing the tree item */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree */}
      <div className="branch-head" onClick={() => select(id)}>
        <span className="branch-when">
          <b>{name}</b>
          {when && when !== name && <span className="branch-condition">{t('flow.when', { condition: when })}</span>}
          {missing && <span className="branch-missing">■ {t('flow.branchMissing')}</span>}
          {edge.name && edge.default && text(edge.name) !== t('flow.otherwise') && (
            <span className="branch-condition">{t('flow.otherwise')}</span>
          )}
          {shared && <BranchShareNote edge={branch.edge} />}
        </span>
        {gateway && !readOnly && (
          <span className="step-tools">
            {!edge.default && from.kind !== 'parallel' && (
              <>
                <IconButton
                  icon={<ArrowUpOutlined />}
                  label={t('ui.up')}
                  disabled={index === 0}
                  onClick={() => execute('branch.move', { edge: branch.edge, by: -1 })}
                />
                <IconButton
                  icon={<ArrowDownOutlined />}
                  label={t('ui.down')}
                  onClick={() => execute('branch.move', { edge: branch.edge, by: 1 })}
                />
              </>
            )}
            {!(edge.default && count > 1) && <IconButton icon={<DeleteOutlined />} label={t('flow.branchDelete')} onClick={remove} />}
          </span>
        )}
      </div>
      <div className="branch-body">
        {first ? (
          <>
            <AddSlot edges={first.enter} />
            <ol role="group">
              <SequenceList sequence={branch.sequence} level={level + 1} />
            </ol>
          </>
        ) : (
          <>
            {branch.sequence.exit.type === 'join' && <span className="branch-empty">{t('flow.branchEmpty')}</span>}
            <SequenceExit exit={branch.sequence.exit} />
          </>
        )}
      </div>
    </li>
  );
}
