/** Failures of a call as outcomes. The words are for the person who looks after the scenario. */
import type { Outcome } from '../engine/types.ts';

type Kind = Extract<Outcome, { ok: false }>['kind'];

export function failure(kind: Kind, message: string): Outcome {
  return { ok: false, kind, message };
}

export const words = {
  timeout: (cpuMs: number) => `脚本运行超过 ${cpuMs} 毫秒，已停止。`,
  memory: (heapMb: number) => `脚本使用的内存超过 ${heapMb} MB，已停止。`,
  busy: '脚本服务忙，请稍后重试。',
  closed: '脚本服务正在停止，请稍后重试。',
  noInstant: '没有给出办件的时间。',
  inputDeep: '交给脚本的数据嵌套太深。',
  inputLarge: '交给脚本的数据太大。',
  inputOdd: '交给脚本的数据不是普通数据。',
  outputLarge: '脚本的输出太大，请减少返回的内容。',
  outputDeep: '脚本的输出嵌套太深，请减少层数。',
  outputOdd: '脚本的输出无法读取。',
};
