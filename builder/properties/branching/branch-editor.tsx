/**
 * 按答案分支: which answers to a question go their own way, and where the flow parts for them. The same editor whether one comes from
 * the question, from one of its answers, or from the flow.
 */
import { Checkbox, Modal, Segmented, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useDocument, useExecute, useScenarioSession } from '../../editing/react/session.tsx';
import { answersOf, branchOf, type PartingPlace, partingPlaces, severalAnswers } from '../../flow/branching/answers.ts';
import { type BranchWish, closeBranching } from '../../flow/branching/branching.ts';
import { feelOfRows } from '../../flow/condition.ts';
import { type Askable, useAskable, useConditionWords } from '../../flow/condition-words.ts';
import { useEdgeWords } from '../../flow/edge-words.ts';
import { wordsForNew } from '../../flow/steps/add-choices.ts';
import { useText } from '../../i18n/use-text.ts';
import { announce } from '../../ui/live.tsx';
import { Entry } from '../../ui/text-entry.tsx';
import { ConditionEntry, firstTerm } from '../condition-entry.tsx';
import { ValueSelect } from '../selects.tsx';
import './branch-editor.css';

const splitName = { 'zh-CN': '符合哪种情况', en: 'Which case' };
const keyOf = (place: PartingPlace) => ('split' in place ? `split ${place.split}` : `after ${place.edges[0]}`);
/** A question with more answers than this is not parted into all of them at once. */
const few = 4;

export function BranchEditor({ wish }: { wish: BranchWish }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { scenario } = pkg;
  const { id, editor } = useScenarioSession();
  const askable = useAskable();
  const execute = useExecute();
  const navigate = useNavigate();
  const location = useLocation();
  const edgeWords = useEdgeWords();
  const conditionWords = useConditionWords();
  const [path, setPath] = useState(wish.path);
  const question = path === undefined ? undefined : askable.get(path);
  const answers = question ? answersOf(question) : [];
  const { places, usual } = partingPlaces(pkg, path);
  const given = placeOfWish(wish, scenario);
  const all = given && !places.some((place) => keyOf(place) === keyOf(given)) ? [given, ...places] : places;
  const [placeKey, setPlaceKey] = useState<string>();
  const place = all.find((one) => keyOf(one) === placeKey) ?? given ?? usual;
  const split = place && 'split' in place ? place.split : undefined;
  const branchNow = (value: string) => (split && path ? branchOf(pkg, split, path, value) : undefined);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(wish.answers ?? usualAnswers(answers.map(({ value }) => value))));
  const listed = answers.length > 0;
  const [when, setWhen] = useState(() => (question && !listed ? firstCondition(question) : ''));
  const [kind, setKind] = useState<'exclusive' | 'inclusive'>('exclusive');
  const chosen = answers.filter(({ value }) => ticked.has(value) && branchNow(value) === undefined);
  const branches = listed ? chosen.map((answer) => ({ name: answer.name, when: answer.when })) : when ? [{ when }] : [];

  // Left by a link or by undo of the question: nothing to part by any more.
  useEffect(() => closeBranching, []);

  const choose = (next: string) => {
    setPath(next);
    const value = askable.get(next)!;
    setTicked(new Set());
    setWhen(answersOf(value).length > 0 ? '' : firstCondition(value));
  };
  const nameOf = (one: PartingPlace) =>
    'split' in one
      ? t('branching.place.split', { name: text(scenario.nodes[one.split]?.name) })
      : t('branching.place.after', { name: text(scenario.nodes[one.after]?.name) });
  const save = () => {
    if (!place || branches.length === 0) return;
    const before = scenario.edges;
    const at =
      'split' in place
        ? { split: place.split }
        : { edges: place.edges, kind, name: splitName, join: wordsForNew.join, otherwise: wordsForNew.otherwise };
    if (!execute('branches.add', { at, branches })) return;
    const { edges } = editor.state().document.scenario;
    const first = Object.keys(edges).find((edge) => !before[edge] && edges[edge]!.when === branches[0]!.when);
    announce(t('branching.added', { count: branches.length }));
    closeBranching();
    const there = `/studio/scenes/${id}/flow`;
    const params = new URLSearchParams(location.pathname === there ? location.search : '');
    for (const gone of ['entry', 'panel']) params.delete(gone);
    params.set('step', `edge-${first}`);
    void navigate(`${there}?${params}`, { replace: location.pathname === there, state: { focus: `edge-${first}` } });
  };
  return (
    <Modal
      open
      title={t('branching.title')}
      onCancel={closeBranching}
      onOk={save}
      okText={branches.length > 0 ? t('branching.go', { count: branches.length }) : t('branching.goNone')}
      okButtonProps={{ disabled: branches.length === 0 || !place }}
      cancelText={t('ui.cancel')}
      focusTriggerAfterClose={branches.length === 0}
      width={560}
    >
      <div className="form-stack">
        <Entry label={t('branching.question')}>
          {({ id: field }) => <ValueSelect id={field} label={t('branching.question')} value={path ?? ''} onChange={choose} />}
        </Entry>
        {question && listed && (
          <fieldset className="panel-set">
            <legend>{t('branching.answers')}</legend>
            <ul className="branch-answers">
              {answers.map(({ value, name }) => {
                const taken = branchNow(value);
                const own = taken !== undefined || ticked.has(value);
                return (
                  <li key={value}>
                    <Checkbox
                      checked={own}
                      disabled={taken !== undefined}
                      onChange={(event) => {
                        const next = new Set(ticked);
                        if (event.target.checked) next.add(value);
                        else next.delete(value);
                        setTicked(next);
                      }}
                    >
                      {text(name)}
                    </Checkbox>
                    <small>
                      {taken !== undefined
                        ? t('branching.taken', { name: edgeWords(taken) })
                        : t(own ? 'branching.own' : 'branching.otherwise')}
                    </small>
                  </li>
                );
              })}
              <li>
                <span>{t('flow.otherwise')}</span>
                <small>{t('branching.always')}</small>
              </li>
            </ul>
          </fieldset>
        )}
        {question && !listed && (question.codes || question.type === 'codes' || question.type === 'code') && (
          <p className="panel-note">{t('branching.noAnswers')}</p>
        )}
        {question && !listed && <ConditionEntry label={t('properties.branch.when')} value={when} onChange={setWhen} />}
        {question && severalAnswers(question) && split === undefined && (
          <Entry label={t('branching.several')} hint={t(`branching.${kind}.hint`)}>
            {() => (
              <Segmented
                aria-label={t('branching.several')}
                value={kind}
                onChange={setKind}
                options={(['exclusive', 'inclusive'] as const).map((value) => ({ value, label: t(`branching.${value}`) }))}
              />
            )}
          </Entry>
        )}
        {question && (
          <Entry label={t('branching.place')}>
            {({ id: field }) => (
              <Select
                id={field}
                aria-label={t('branching.place')}
                style={{ width: '100%' }}
                value={place && keyOf(place)}
                onChange={setPlaceKey}
                options={all.map((one) => ({ value: keyOf(one), label: nameOf(one) }))}
                showSearch={{ optionFilterProp: 'label' }}
              />
            )}
          </Entry>
        )}
        {branches.length > 0 && (
          <ul className="branch-preview" aria-label={t('branching.preview')}>
            {branches.map((branch) => (
              <li key={branch.when}>{t('branching.line', { condition: conditionWords(branch.when) })}</li>
            ))}
            <li>{t('branching.lineOtherwise')}</li>
          </ul>
        )}
      </div>
    </Modal>
  );
}

const firstCondition = (question: Askable) => feelOfRows({ join: 'and', terms: [firstTerm(question)] });

/** Every answer but the last, which is the rest; of a long list none. */
const usualAnswers = (values: readonly string[]) => (values.length <= few ? values.slice(0, -1) : []);

function placeOfWish({ split, edges }: BranchWish, scenario: { edges: Record<string, { from: string }> }): PartingPlace | undefined {
  if (split !== undefined) return { split };
  const [first] = edges ?? [];
  const from = first === undefined ? undefined : scenario.edges[first]?.from;
  return edges && from !== undefined ? { after: from, edges } : undefined;
}
