/** Material and shared data side by side: differences first, then every group with its source told once. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldGroup, FieldView } from '../../../schemas/generated/api.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { commonSource, isMasked, maskedText, needsLine, sameSource, shownValue } from './field-views.ts';
import { MaterialFiles } from './MaterialFiles.tsx';
import { SettleDispute, Settled } from './SettleDispute.tsx';
import { localMinute } from './times.ts';

type Regions = Readonly<Record<string, string>>;

/** `taskId`: of an open task, at whose desk contested values are decided. */
export function TaskMaterial({ groups, regions, taskId }: { groups: FieldGroup[]; regions: Regions; taskId?: string }) {
  const { t } = useTranslation();
  const text = useText();
  const fields = groups.flatMap((group) => group.fields);
  const differing = fields.filter((field) => field.differs);
  const shared = fields.filter((field) => field.source === 'shared').length;
  return (
    <>
      <p className="source">
        {t('work.counts', { count: fields.length, shared, typed: fields.filter((field) => field.source === 'typed').length })}
      </p>
      {differing.length > 0 && (
        <section className="differences" aria-labelledby="differences">
          <h3 id="differences">
            <Chip tone="amber">{t('work.differences', { count: differing.length })}</Chip>
          </h3>
          {differing.map((field) => (
            <Difference key={field.path} field={field} taskId={taskId} />
          ))}
        </section>
      )}
      {groups.map((group) => (
        <Group key={text(group.title)} group={group} regions={regions} />
      ))}
    </>
  );
}

/** What was declared and what the department holds, next to each other. */
function Difference({ field, taskId }: { field: FieldView; taskId: string | undefined }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className="difference">
      <p className="difference-name">{text(field.label)}</p>
      <dl>
        <div>
          <dt>{t('work.declared')}</dt>
          <dd>{field.declaredShown || t('work.noValue')}</dd>
        </div>
        <div>
          <dt>
            {t('work.onFile')}
            <Source field={field} />
          </dt>
          <dd>{field.shown || t('work.noValue')}</dd>
        </div>
      </dl>
      {field.reason && <p className="difference-reason">{t('work.reasonGiven', { reason: field.reason })}</p>}
      {taskId ? <SettleDispute taskId={taskId} field={field} /> : <Settled field={field} />}
    </div>
  );
}

function Group({ group, regions }: { group: FieldGroup; regions: Regions }) {
  const text = useText();
  const common = commonSource(group.fields);
  return (
    <section className="group">
      <div className="group-head">
        <h3>{text(group.title)}</h3>
        {common && <Source field={common} />}
      </div>
      <dl>
        {group.fields.map((field) => (
          <Field key={field.path} field={field} regions={regions} quiet={sameSource(field, common)} />
        ))}
      </dl>
    </section>
  );
}

/** `quiet`: the group's head has told the source already; it is repeated only for those who listen. */
function Field({ field, regions, quiet }: { field: FieldView; regions: Regions; quiet: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const [open, setOpen] = useState(!isMasked(field));
  const shown = field.type === 'boolean' ? t(field.value === true ? 'ui.yes' : 'ui.no') : shownValue(field, regions);
  const label = text(field.label);
  const long = field.files !== undefined || field.unread !== undefined || !quiet || field.differs || needsLine(shown);
  return (
    <div className={`field${long ? ' long' : ''}${field.differs ? ' differs' : ''}`} data-field-key={field.path}>
      <dt>{label}</dt>
      <dd>
        {field.files ? (
          <MaterialFiles files={field.files} label={label} />
        ) : (
          <span className="value">{shown ? (open ? shown : maskedText(shown)) : t('work.noValue')}</span>
        )}
        {isMasked(field) && shown && !field.files && (
          <button type="button" className="text-button" aria-pressed={open} onClick={() => setOpen(!open)}>
            {open ? t('work.mask') : t('work.unmask')}
            <span className="visually-hidden"> {label}</span>
          </button>
        )}
        {field.differs && <Chip tone="amber">{t('work.declaredShort', { value: field.declaredShown })}</Chip>}
        {quiet ? <Source field={field} hidden /> : <Source field={field} />}
        {field.unread && (
          <span className="source">
            {t('work.unread', { name: text(field.unread.name), why: text(field.unread.why) })}
            <time dateTime={field.unread.at}> {localMinute(field.unread.at)}</time>
          </span>
        )}
      </dd>
    </div>
  );
}

function Source({ field, hidden = false }: { field: FieldView; hidden?: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const shared = field.source === 'shared';
  return (
    <span className={hidden ? 'visually-hidden' : 'source'}>
      {shared && field.sourceName ? t('work.from', { name: text(field.sourceName) }) : t(`work.source.${field.source}`)}
      {shared && field.at && <time dateTime={field.at}> {localMinute(field.at)}</time>}
    </span>
  );
}
