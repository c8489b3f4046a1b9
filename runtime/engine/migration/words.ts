/** Reasons and verdicts of a migration in words of both languages: what it means, and what to do. */
import type { Text } from '../../../schemas/generated/documents.ts';
import type { Plan } from '../../compile/plan.ts';
import { edgeChoices } from './choices.ts';
import type { CaseVerdict, MigrationReason, ReasonCode, VersionDiff } from './types.ts';

export { choicesOf } from './choices.ts';

const say = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });
interface Names {
  node: Text;
  to: Text;
  clock: Text;
  path: Text;
  branch: Text;
  suggestion: Text;
}

export const verdictWords: Record<CaseVerdict, Text> = {
  safe: say('可以直接迁移', 'Can be moved'),
  mapping: say('需要先选择对应关系', 'Needs a choice'),
  person: say('需要人工处理', 'Needs a person'),
  stay: say('留在原版本办完', 'Stays on its version'),
};

type Wording = (names: Names, reason: MigrationReason) => Text;
const wordings: Record<ReasonCode, Wording> = {
  'case.ended': () => say('已经办结，不必迁移。', 'It has ended: nothing to move.'),
  'effect.under_way': ({ node }) =>
    say(
      `「${node['zh-CN']}」有正在进行的外部办理，等它有结果后再迁移。`,
      `Something is under way at “${node.en}”: move the case once it has been answered.`,
    ),
  'supplement.open': ({ node }) =>
    say(
      `「${node['zh-CN']}」正在等申请人补正，补正之后再迁移。`,
      `“${node.en}” waits for the applicant's corrections: move the case once they are in.`,
    ),
  'node.moved': ({ node }) =>
    say(
      `「${node['zh-CN']}」换了位置，正在办的照常办，办完走新流程。`,
      `“${node.en}” has moved: the work goes on, then follows the new flow.`,
    ),
  'node.renamed': ({ node, to }) =>
    say(`「${node['zh-CN']}」对应新版本的「${to['zh-CN']}」，照常办。`, `“${node.en}” is “${to.en}” now: the work goes on.`),
  'node.mapped': ({ node, to }) =>
    say(`按所选对应关系，「${node['zh-CN']}」转到「${to['zh-CN']}」。`, `As chosen, “${node.en}” goes to “${to.en}”.`),
  'node.changed': ({ node }) =>
    say(
      `「${node['zh-CN']}」换了办理部门或内容：选择在新版本重新开始这一步，或转到别的步骤。`,
      `“${node.en}” is for another desk or another matter now: let it begin anew, or choose another step.`,
    ),
  'node.removed': ({ node, suggestion }, { suggestion: given }) =>
    given === null
      ? say(
          `「${node['zh-CN']}」所在的分支已取消：选择结束这个分支，或转到别的步骤。`,
          `The branch of “${node.en}” is gone: end the branch, or choose another step.`,
        )
      : say(
          `「${node['zh-CN']}」已删除：选择转到哪一步，建议「${suggestion['zh-CN']}」。`,
          `“${node.en}” is gone: choose where the case goes; suggested: “${suggestion.en}”.`,
        ),
  'node.target_unknown': ({ node }) =>
    say(
      `为「${node['zh-CN']}」选的步骤在新版本里不存在或不能停留，请重新选择。`,
      `The step chosen for “${node.en}” does not exist in the new version or cannot hold a case: choose another.`,
    ),
  'join.branch_missing': ({ node, branch }, { suggestion }) =>
    say(
      `「${node['zh-CN']}」在新版本还要等「${branch['zh-CN']}」这个分支：选择现在开始它，或算作已完成（建议${suggestion === 'skip' ? '算作已完成' : '现在开始'}）。`,
      `“${node.en}” also waits for the branch “${branch.en}” now: begin it, or count it as done (suggested: ${suggestion === 'skip' ? 'count as done' : 'begin'}).`,
    ),
  'step.missed': ({ node }) =>
    say(
      `迁移后会错过「${node['zh-CN']}」：确认可以省去，或把办件转到这一步。`,
      `“${node.en}” would be left out: allow that, or send the case there.`,
    ),
  'step.again': ({ node }) =>
    say(`「${node['zh-CN']}」已经办过，在新流程里会再办一次。`, `“${node.en}” has been done and comes again in the new flow.`),
  'step.new_missed': ({ node }) =>
    say(`新增的「${node['zh-CN']}」在此之前，这件不再经过。`, `The new step “${node.en}” lies behind this case and is not done for it.`),
  'clock.kept': ({ clock }, { from, days }) =>
    say(
      `「${clock['zh-CN']}」改为 ${days}，这件仍按承诺的 ${from} 计算，日期不变。`,
      `“${clock.en}” is ${days} now; this case keeps the ${from} it was promised, and its date.`,
    ),
  'clock.removed': ({ clock }) =>
    say(`时限「${clock['zh-CN']}」在新版本里没有了：选择对应的时限。`, `The limit “${clock.en}” is gone: choose the limit it becomes.`),
  'value.unfit': ({ path }) =>
    say(
      `「${path['zh-CN']}」的填写内容不符合新版本的类型，请人工处理。`,
      `What was entered for “${path.en}” does not fit the new version: a person has to look.`,
    ),
  'block.entangled': ({ node }) =>
    say(
      `「${node['zh-CN']}」的环节结构变化太大，请人工处理。`,
      `The block around “${node.en}” has changed too much: a person has to look.`,
    ),
  'wait.special': () =>
    say(
      '正处在退回、挂起等特殊状态，等它恢复后再迁移，或人工处理。',
      'It is being returned, suspended or the like: move it afterwards, or let a person look.',
    ),
  'dry_run.failed': () => say('在副本上试迁移没有通过，请人工处理。', 'The rehearsal on a copy failed: a person has to look.'),
};

const nobody = say('（没有）', '(none)');

/** One reason as a sentence. */
export function reasonWords(from: Plan, to: Plan, reason: MigrationReason): Text {
  const nodeName = (id: string | null | undefined): Text => named((id ? (from.nodes[id] ?? to.nodes[id])?.doc.name : undefined) ?? nobody);
  const edge = reason.edge === undefined ? undefined : edgeChoices(to, reason.edge);
  return wordings[reason.code](
    {
      node: nodeName(reason.node),
      to: reason.to === undefined ? say('（这个分支结束）', '(the branch ends)') : named(to.nodes[reason.to]?.doc.name ?? nobody),
      clock: named((reason.clock ? (from.clocks[reason.clock] ?? to.clocks[reason.clock])?.name : undefined) ?? nobody),
      path: named((reason.path ? (to.types[reason.path] ?? from.types[reason.path])?.name : undefined) ?? nobody),
      branch: edge ? named(edge) : nobody,
      suggestion: nodeName(reason.suggestion),
    },
    reason,
  );
}

function named(text: Text): Text {
  return { 'zh-CN': text['zh-CN'], en: text.en ?? text['zh-CN'] };
}

/** What the two versions differ in, one sentence each: for people who choose. */
export function diffWords(from: Plan, to: Plan, diff: VersionDiff): Text[] {
  const name = (plan: Plan, id: string) => named(plan.nodes[id]?.doc.name ?? nobody);
  const words: Text[] = [];
  for (const [id, change] of Object.entries(diff.nodes)) {
    const old = name(from, id);
    if (change.type === 'removed') words.push(say(`删除了「${old['zh-CN']}」`, `Removed: ${old.en}`));
    if (change.type === 'moved') words.push(say(`「${old['zh-CN']}」换了位置`, `Moved: ${old.en}`));
    if (change.type === 'changed') words.push(say(`「${old['zh-CN']}」换了办理方或内容`, `Changed: ${old.en}`));
    if (change.type === 'renamed') words.push(say(`「${old['zh-CN']}」换了编号`, `Renamed: ${old.en}`));
  }
  for (const id of diff.added) words.push(say(`新增了「${name(to, id)['zh-CN']}」`, `Added: ${name(to, id).en}`));
  for (const { clock, from: before, to: after } of diff.limits) {
    const limit = named(from.clocks[clock]!.name);
    words.push(say(`「${limit['zh-CN']}」由 ${before} 改为 ${after}`, `${limit.en}: ${before} becomes ${after}`));
  }
  for (const clock of diff.clocksRemoved)
    words.push(say(`删除了时限「${from.clocks[clock]!.name['zh-CN']}」`, `Limit removed: ${named(from.clocks[clock]!.name).en}`));
  return words;
}
