/** Applying from the resource: for one of the scenarios one builds. From a question or a step it is shorter, and is said so. */
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { DataResourcePage, DataScenarioList } from '../../../schemas/generated/api.ts';
import { useDataScenarios } from '../../api/data.ts';
import { ApplicationSheet } from '../../data/ApplicationSheet.tsx';
import { Loaded } from '../../data/Loaded.tsx';
import { useText } from '../../i18n/use-text.ts';
import { showToast } from '../../ui/toast.tsx';
import { requestAddress } from './places.ts';

export function ApplyFromResource({ page }: { page: DataResourcePage }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [choosing, setChoosing] = useState(false);
  const [scenario, setScenario] = useState<Pick<DataScenarioList[number], 'region' | 'id'>>();
  return (
    <>
      <Button type="primary" disabled={page.sharing === 'notShared' || page.state === 'withdrawn'} onClick={() => setChoosing(true)}>
        {t('data.apply.title')}
      </Button>
      <Modal open={choosing} onCancel={() => setChoosing(false)} title={t('data.apply.forWhich')} footer={null} destroyOnHidden>
        <ScenarioChoice
          onChoose={(chosen) => {
            setChoosing(false);
            setScenario(chosen);
          }}
        />
      </Modal>
      <ApplicationSheet
        asked={scenario && { region: scenario.region, scenario: scenario.id, resource: page.key }}
        onClose={() => setScenario(undefined)}
        onSent={(application) => {
          setScenario(undefined);
          showToast(t(application.state === 'draft' ? 'data.apply.kept' : 'data.apply.sent', { number: application.number }));
          void navigate(requestAddress(application.id));
        }}
      />
    </>
  );
}

function ScenarioChoice({ onChoose }: { onChoose(scenario: DataScenarioList[number]): void }) {
  const { t } = useTranslation();
  const text = useText();
  const scenarios = useDataScenarios();
  return (
    <Loaded asked={scenarios} lines={3}>
      {(rows) => (
        <>
          <p className="hint">{t(rows.length === 0 ? 'data.apply.forWhich.none' : 'data.apply.forWhich.words')}</p>
          <ul className="choice-list">
            {rows.map((row) => (
              <li key={`${row.region}${row.id}`}>
                <button type="button" className="choice-row" onClick={() => onChoose(row)}>
                  {text(row.name)}
                  {new Set(rows.map(({ region }) => region)).size > 1 && ` · ${row.regionName}`}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Loaded>
  );
}
