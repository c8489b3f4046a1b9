import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { graphOf } from '../editing/graph.ts';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { questionOf } from '../flow/branching/answers.ts';
import { openBranching } from '../flow/branching/branching.ts';
import { wordsForNew } from '../flow/steps/add-choices.ts';
import { BranchEntries } from './branch-entries.tsx';
import type { StepEntryProps } from './step-entries.tsx';

/** All branches of a split with their conditions, the default one last; another can be added here too. */
export function BranchesEntry({ id, node }: StepEntryProps<'exclusive' | 'inclusive' | 'parallel'>) {
  const { t } = useTranslation();
  const pkg = useDocument();
  const { scenario } = pkg;
  const execute = useExecute();
  const out = graphOf(scenario).out(id);
  if (out.length < 2) return <p className="panel-note">{t('properties.branches.meeting')}</p>;
  // All ways of a parallel split are taken: there is nothing to ask. Elsewhere the one editor of branches asks by what to part.
  const add = () =>
    node.kind === 'parallel'
      ? execute('branch.add', { node: id, name: wordsForNew.branch })
      : openBranching({ split: id, path: questionOf(pkg, id) });
  return (
    <section className="panel-list" data-entry="branches">
      <h3>{t(node.kind === 'parallel' ? 'properties.branches.parallel' : 'properties.branches')}</h3>
      {out.map(([edge]) => (
        <div className="panel-card" key={edge} data-entry={`edge-${edge}`}>
          <BranchEntries edge={edge} />
        </div>
      ))}
      <Button icon={<PlusOutlined />} onClick={add}>
        {t('properties.branches.add')}
      </Button>
    </section>
  );
}
