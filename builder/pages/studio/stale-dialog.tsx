import { useQuery } from '@tanstack/react-query';
import { Button, Modal, Radio } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import { changeSentence, type Decision } from '../../../runtime/merge/index.ts';
import { together } from '../../editing/colleagues.ts';
import { differences } from '../../editing/difference.ts';
import { useDocument, useSaveState, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Skeleton } from '../../ui/states.tsx';
import { DifferenceList } from './difference-list.tsx';

interface Props {
  /** Scenarios and forms are asked for apart. */
  scope: 'scenarios' | 'forms';
  /** The draft as the server has it now. */
  read(id: string): Promise<{ rev: number; package: ScenarioPackage }>;
}

const sides = { ours: { 'zh-CN': '我', en: 'I' }, theirs: { 'zh-CN': '对方', en: 'they' } };

/**
 * A colleague and I changed the same thing. Everything else is merged already; each such place is decided by itself, and neither
 * side is overwritten in silence.
 */
export function StaleDialog({ scope, read }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const state = useSaveState();
  const { id, autosave, editor } = useScenarioSession();
  const mine = useDocument();
  const stale = state.kind === 'stale';
  const [later, setLater] = useState(false);
  const [decisions, setDecisions] = useState<Record<string, Decision>>({});
  const { data: theirs } = useQuery({
    queryKey: [scope, id, 'stale', autosave.rev()],
    enabled: stale,
    queryFn: () => read(id),
    gcTime: 0,
    staleTime: 0,
  });
  const base = autosave.base();
  const merged = useMemo(() => (theirs && base ? together({ base, mine, theirs: theirs.package }) : undefined), [base, mine, theirs]);
  const decided = useMemo(
    () => (theirs && base ? together({ base, mine, theirs: theirs.package }, decisions) : undefined),
    [base, mine, theirs, decisions],
  );
  if (!stale) return null;
  const left = decided?.open.length ?? 1;
  const finish = () => {
    if (!theirs || !decided || left > 0) return;
    autosave.rebase(theirs.rev, decided.result, true, theirs.package);
    editor.merge(decided.result);
    setDecisions({});
    setLater(false);
  };
  /** What both started from is not known: one whole draft or the other, as the person says. */
  const keep = (whose: 'mine' | 'theirs') => {
    if (!theirs) return;
    if (whose === 'mine') autosave.rebase(theirs.rev, mine, true, theirs.package);
    else {
      autosave.rebase(theirs.rev, theirs.package, false);
      editor.replace(theirs.package);
    }
    setLater(false);
  };
  const choose = (key: string, take: 'ours' | 'theirs') => setDecisions((before) => ({ ...before, [key]: { take } }));
  return (
    <Modal
      open={!later}
      title={t('editing.stale.title')}
      onCancel={() => setLater(true)}
      width={640}
      footer={
        !base ? (
          <>
            <Button onClick={() => keep('theirs')} disabled={!theirs}>
              {t('editing.stale.useTheirs')}
            </Button>
            <Button type="primary" onClick={() => keep('mine')} disabled={!theirs}>
              {t('editing.stale.useMine')}
            </Button>
          </>
        ) : (
          <>
            {left > 0 && merged && <span className="stale-left">{t('editing.stale.decideAll', { count: left })}</span>}
            <Button type="primary" onClick={finish} disabled={left > 0}>
              {t('editing.stale.finish')}
            </Button>
          </>
        )
      }
    >
      {theirs && !base && (
        <>
          <p>{t('editing.stale.words', { who: state.editedBy || t('editing.stale.someone') })}</p>
          <DifferenceList list={differences(theirs.package, mine)} />
        </>
      )}
      {!theirs && <Skeleton />}
      {theirs && merged && (
        <>
          <p>{t('editing.stale.both', { count: merged.open.length })}</p>
          <ul className="stale-list">
            {merged.open.map((item) => (
              <li key={item.key}>
                <p>{text(changeSentence(item, { base, ours: mine, theirs: theirs.package }, sides))}</p>
                <Radio.Group
                  aria-label={text(changeSentence(item, { base, ours: mine, theirs: theirs.package }, sides))}
                  value={decisions[item.key]?.take}
                  onChange={(event) => choose(item.key, event.target.value as 'ours' | 'theirs')}
                  options={[
                    { value: 'ours', label: t('editing.stale.mineIs') },
                    { value: 'theirs', label: t('editing.stale.theirsIs') },
                  ]}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}
