/** Is the read log as it was written? Recomputes every chain and checks its signatures. */
import { type KeyObject, verify } from 'node:crypto';
import type { DataReadProof } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { createReadLogKey } from '../../config/derived-keys.ts';
import { hashOfRead } from '../../config/read-hash.ts';
import { countUnchained, listChain, listReadChains, type ReadChain } from '../../store/reads.ts';
import type { Store } from '../../store/store.ts';
import { text } from './words.ts';

/** Lines fetched at a time. */
const stretch = 5000;
/** Problems told: the first ones say enough. */
const mostProblems = 50;

type Problem = { at: string | null; words: Text };

export async function proveReads(store: Store, masterKey: string, region: string): Promise<DataReadProof> {
  const { publicKey, publicHex } = createReadLogKey(masterKey);
  const [chains, { unsigned, strays }] = await Promise.all([listReadChains(store, region), countUnchained(store, region)]);
  const problems: Problem[] = [];
  let checked = 0;
  for (const chain of chains) checked += await proveChain(store, chain, publicKey, problems);
  if (strays > 0) problems.push({ at: null, words: text('有记录不属于任何已知的书写序列', 'Some lines belong to no known chain') });
  return {
    ok: problems.length === 0,
    checked,
    unsigned,
    chains: chains.length,
    publicKey: publicHex,
    problems: problems.slice(0, mostProblems),
  };
}

async function proveChain(store: Store, chain: ReadChain, publicKey: KeyObject, problems: Problem[]): Promise<number> {
  let seq = 0;
  let hash = '';
  let sealed = 0;
  const tell = (at: string | null, zhWords: string, enWords: string) => void problems.push({ at, words: text(zhWords, enWords) });
  for (;;) {
    const lines = await listChain(store, { region: chain.region, chain: chain.chain, after: seq, limit: stretch });
    for (const line of lines) {
      if (line.seq !== seq + 1)
        tell(line.at, `第 ${seq + 1} 条起缺少 ${line.seq - seq - 1} 条记录`, `${line.seq - seq - 1} lines are missing before this one`);
      // After a gap the chain is taken up again from what is there, so that one missing line is one problem.
      const { hash: written, signature, ...read } = line;
      const expected = hashOfRead(hash, read);
      if (line.seq === seq + 1 && expected !== written) tell(line.at, '这条记录与写入时不同', 'This line is not as it was written');
      if (signature !== undefined) {
        sealed = line.seq;
        if (!verify(null, Buffer.from(written, 'hex'), publicKey, Buffer.from(signature, 'hex')))
          tell(line.at, '签名不符', 'The signature does not fit');
      }
      hash = written;
      seq = line.seq;
    }
    if (lines.length < stretch) break;
  }
  if (seq !== chain.rows || hash !== chain.hash)
    tell(null, `末尾应有 ${chain.rows} 条，现有 ${seq} 条`, `The chain should end with line ${chain.rows}, but ends with ${seq}`);
  if (sealed !== seq) tell(null, '末尾的记录没有签名', 'The last lines are not signed');
  return seq;
}
