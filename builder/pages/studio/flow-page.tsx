import { QuestionCircleOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Segmented, Tooltip } from 'antd';
import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useDocument } from '../../editing/react/session.tsx';
import { treeOf } from '../../editing/tree.ts';
import { KeysSheet } from '../../flow/steps/keys-sheet.tsx';
import { StepView } from '../../flow/steps/step-view.tsx';
import { useText } from '../../i18n/use-text.ts';
import { PropertyPanel } from '../../properties/property-panel.tsx';
import { usePageTitle } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { CaseShares } from './flow/case-shares.tsx';
import './flow-page.css';

const LaneView = lazy(async () => ({ default: (await import('../../flow/lanes/lane-view.tsx')).LaneView }));

/** The designer: steps or lanes at the left, settings at the right; what is chosen stands in the address. */
export function FlowPage() {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const [params, change] = useAddress();
  const [naming, setNaming] = useState<{ step: string; fresh: boolean }>();
  const setRenaming = useCallback(
    (of: string | undefined, fresh = false) => setNaming(of === undefined ? undefined : { step: of, fresh }),
    [],
  );
  const [adding, setAdding] = useState<string>();
  const [help, setHelp] = useState(false);
  // A picture that is not made of blocks is read as lanes first; the step view names what it cannot show.
  const [tangled] = useState(() => treeOf(scenario).crossings.length > 0);
  const wanted = params.get('view');
  const view = wanted === 'lanes' || (wanted === null && tangled) ? 'lanes' : 'steps';
  const step = params.get('step') ?? undefined;
  // The flow is drawn first, the settings of what was chosen in it right after.
  const settings = useDeferredValue(params);
  const set = settings.get('step') ?? undefined;
  usePageTitle([t('studio.tab.flow'), text(scenario.name)]);
  const select = useCallback((id: string | undefined) => change({ step: id, entry: undefined, panel: undefined }), [change]);
  // The panel is drawn for the step first; then its first control takes the focus.
  const opening = useRef<string>(undefined);
  const enterPanel = useCallback(() => {
    opening.current = undefined;
    document.querySelector<HTMLElement>('.panel-body :is(input, textarea, button, [tabindex="0"]):not(.comment-chip)')?.focus();
  }, []);
  const open = useCallback(
    (id: string) => {
      opening.current = id;
      change({ step: id, panel: undefined });
      // It may be open already: then nothing is drawn anew.
      setTimeout(() => document.querySelector('.panel-body') && opening.current === setNow.current && enterPanel());
    },
    [change, enterPanel],
  );
  const setNow = useRef(set);
  setNow.current = set;
  useEffect(() => {
    if (opening.current !== undefined && opening.current === set) enterPanel();
  }, [set, enterPanel]);
  const back = useCallback(() => document.querySelector<HTMLElement>(`[data-item="${step}"]`)?.focus(), [step]);
  const { state } = useLocation() as { state: { focus?: string } | null };
  useEffect(() => {
    // Come from elsewhere to go on with a branch: it has the focus, so that A adds its first step.
    if (state?.focus) setTimeout(() => document.querySelector<HTMLElement>(`[data-item="${state.focus}"]`)?.focus());
  }, [state]);
  useEffect(() => {
    if (step) document.querySelector<HTMLElement>(`[data-item="${step}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [step]);
  return (
    <div className="flow-page">
      <div className="flow-main">
        <div className="flow-bar">
          <h1 className="visually-hidden">{`${t('studio.tab.flow')} ${text(scenario.name)}`}</h1>
          <Segmented
            aria-label={t('flow.views')}
            value={view}
            options={[
              { value: 'steps', label: t('flow.view.steps') },
              { value: 'lanes', label: t('flow.view.lanes') },
            ]}
            onChange={(value) => change({ view: value === 'lanes' ? 'lanes' : tangled ? 'steps' : undefined })}
          />
          <span className="flow-tools">
            <Button type="text" icon={<SettingOutlined />} onClick={() => change({ panel: 'limits', step: undefined, entry: undefined })}>
              {t('properties.limits')}
            </Button>
            <Tooltip title={`${t('flow.keys')} ?`}>
              <Button type="text" icon={<QuestionCircleOutlined />} aria-label={t('flow.keys')} onClick={() => setHelp(true)} />
            </Tooltip>
          </span>
        </div>
        {view === 'steps' ? (
          <div className="flow-steps">
            <CaseShares>
              <StepView
                selected={step}
                onSelect={select}
                onOpen={open}
                renaming={naming?.step}
                fresh={naming?.fresh}
                onRename={setRenaming}
                adding={adding}
                onAdd={setAdding}
                onHelp={() => setHelp(true)}
              />
            </CaseShares>
          </div>
        ) : (
          <Suspense fallback={<Skeleton lines={8} />}>
            <CaseShares>
              <LaneView selected={step} onSelect={select} onOpen={open} />
            </CaseShares>
          </Suspense>
        )}
      </div>
      <PropertyPanel
        step={set}
        panel={settings.get('panel') ?? undefined}
        entry={settings.get('entry') ?? undefined}
        onClose={() => change({ step: undefined, panel: undefined, entry: undefined })}
        onLeave={back}
      />
      <KeysSheet open={help} onClose={() => setHelp(false)} />
    </div>
  );
}
