/** Who opens and reports in the demo: a clerk of the government office, and a resident with a telephone. No real person is meant. */
import { idCheckDigit } from '../people.ts';

const demoId = (first17: string) => `${first17}${idCheckDigit(first17)}`;

export const demoClerk = { name: '范交办', idNumber: demoId('33042419860912003'), mobile: '13800000021' };
export const demoReporter = { name: '施明心', idNumber: demoId('33042419920406002'), mobile: '13800000023' };
